"""Calls `good` thrice and `bad` twice, which raises; then ends as its argument says, from within `last`."""

import os
import signal
import sys
import time


def good():
    time.sleep(0.01)


def bad():
    raise ValueError("as it should")


def last(how):
    if how == "returns":
        return
    if how == "raises":
        raise RuntimeError("as it should")
    if how == "exits":
        sys.exit(3)
    if how == "leaves":
        os._exit(4)
    if how == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "crashes":
        import ctypes
        ctypes.string_at(0)
    print("READY", flush=True)
    # Not one long sleep: a signal that comes just before it would only be seen after it.
    for _ in range(6000):
        time.sleep(0.01)


for _ in range(3):
    good()
for _ in range(2):
    try:
        bad()
    except ValueError:
        pass
last(sys.argv[1])
