"""Calls a function over and over, for as many seconds as the argument says."""

import sys
import time


def before(n):
    total = 0
    for i in range(n):
        total += i * i
    return total


def after(n):
    total = 0
    for i in range(n + n // 2):
        total += i * i
    return total


end = time.perf_counter() + float(sys.argv[1])
while time.perf_counter() < end:
    before(100)
print("ran")
