"""Repeats a known piece of work beside 150 threads that are not Python's, and says when each began and ended.

native_threads.py LIBRARY
"""

import ctypes
import sys
import time


def piece():
    total = 0
    for number in range(400_000):
        total += number
    return total


def work():
    while True:
        start = time.monotonic()
        piece()
        print("piece", start, time.monotonic(), flush=True)


assert ctypes.CDLL(sys.argv[1]).start_threads(150) == 150
print("READY", flush=True)
work()
