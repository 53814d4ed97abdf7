"""Waits where neither a signal nor a tracer reaches it: for a child to execute a program, which takes its time.

Its argument is `held_up.c` as a library.
"""

import ctypes
import os
import sys

# One that keeps the interpreter's lock: as long as the child lives there is no other thread that could give it back.
library = ctypes.PyDLL(sys.argv[1])


def step():
    return sum(range(50))


print("READY", flush=True)
while True:
    library.hold(300_000)
    os.wait()
    for _ in range(20_000):
        step()
