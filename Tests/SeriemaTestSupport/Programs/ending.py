"""Works for a moment in `work`, then ends in the way that its argument says."""

import os
import signal
import sys
import time


def work():
    end = time.monotonic() + 0.1
    while time.monotonic() < end:
        pass


def wait():
    print("READY", flush=True)
    # Not one long sleep: a signal that comes just before it would only be seen after it.
    for _ in range(6000):
        time.sleep(0.01)


how = sys.argv[1]
work()
if how == "exits":
    sys.exit(int(sys.argv[2]))
elif how == "raises":
    raise RuntimeError("as it should")
elif how == "leaves":
    sys.stdout.flush()
    os._exit(int(sys.argv[2]))
elif how == "dies":
    os.kill(os.getpid(), getattr(signal, sys.argv[2]))
elif how == "waits":
    wait()
