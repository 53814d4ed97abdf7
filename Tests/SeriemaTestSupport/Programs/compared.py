"""Two functions, one of which does half as much again as the other.

With `fails`, ends with status 3 instead; with `waits`, waits after saying so.
"""

import sys
import time


def short(n):
    total = 0
    for i in range(n):
        total += i * i
    return total


def long(n):
    return short(n) + short(n // 2)


for _ in range(200):
    short(400)
    long(400)
print("ran")
if "waits" in sys.argv:
    print("READY", flush=True)
    # A signal that comes right before a sleep is heard after it.
    for _ in range(600):
        time.sleep(0.1)
if "fails" in sys.argv:
    sys.exit(3)
