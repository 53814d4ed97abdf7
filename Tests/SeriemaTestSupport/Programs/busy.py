"""Spins in one function, for the seconds given or until it is killed."""

import sys
import time


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


print("READY", flush=True)
spin(float(sys.argv[1]) if len(sys.argv) > 1 else 3600)
print("done")
