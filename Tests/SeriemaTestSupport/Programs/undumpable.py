"""Forbids that anybody of its own user looks into it, and sleeps."""

import ctypes
import time

PR_SET_DUMPABLE = 4
assert ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
print("READY", flush=True)
time.sleep(3600)
