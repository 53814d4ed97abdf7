"""Waits where neither a signal nor a tracer reaches it: for a child to execute a program, which takes its time. x86-64."""

import ctypes
import os
import time

CLONE = 56
CLONE_VFORK = 0x4000
SIGCHLD = 17
libc = ctypes.CDLL(None)


def step():
    return sum(range(50))


print("READY", flush=True)
while True:
    child = libc.syscall(CLONE, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        time.sleep(0.3)
        os._exit(0)
    os.waitpid(child, 0)
    end = time.monotonic() + 0.01
    while time.monotonic() < end:
        step()
