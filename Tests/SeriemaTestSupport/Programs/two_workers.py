"""Says the thread ids that it sees; then two threads work, in turns, and call and return as they do."""

import threading


def leaf():
    return sum(range(20))


def work():
    while True:
        leaf()


thread = threading.Thread(target=work, daemon=True)
thread.start()
print("ids %d %d" % (threading.main_thread().native_id, thread.native_id))
print("READY", flush=True)
work()
