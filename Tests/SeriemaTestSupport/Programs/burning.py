"""Burns the CPU seconds given, as it counts them itself, beside a thread that waits; ends with what it has used.

With a second number, it sleeps for so many milliseconds after each 3 ms of work.
"""

import sys
import threading
import time


def wait_idle(event):
    event.wait()


def burn(until):
    while time.process_time() < until:
        pass


def rest(seconds):
    time.sleep(seconds)


def work(seconds, pause):
    end = time.process_time() + seconds
    while time.process_time() < end:
        burn(min(end, time.process_time() + 0.003) if pause else end)
        if pause:
            rest(pause)


seconds = float(sys.argv[1])
pause = float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0
event = threading.Event()
thread = threading.Thread(target=wait_idle, args=(event,))
thread.start()
before = time.process_time()
work(seconds, pause)
print("burnt %.6f" % (time.process_time() - before))
event.set()
thread.join()
print("used %.6f" % time.process_time(), flush=True)
