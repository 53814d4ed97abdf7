"""Stays at the bottom of a recursion of DEPTH calls, in a thread with a stack that holds it."""

import sys
import threading


def down(depth):
    if depth > 1:
        return down(depth - 1)
    print("READY", flush=True)
    return bottom()


def bottom():
    number = 0
    while True:
        number += 1


depth = int(sys.argv[1])
sys.setrecursionlimit(depth + 1000)
threading.stack_size(1 << 30)
thread = threading.Thread(target=down, args=(depth,))
thread.start()
thread.join()
