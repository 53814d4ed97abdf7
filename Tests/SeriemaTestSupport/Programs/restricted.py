"""The main thread runs code without builtins until SIGTERM, while another calls `step`."""

import signal
import threading
import time

ended = []


def step():
    return sum(range(50))


def work():
    while not ended:
        step()
        time.sleep(0.001)


signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
threading.Thread(target=work).start()
print("READY", flush=True)
exec("while not ended: pass", {"__builtins__": {}, "ended": ended})
