"""Calls and returns as fast as Python can; with an argument, says how long each of so many seconds' rounds takes."""

import sys
import time


def fib(number):
    return number if number < 2 else fib(number - 1) + fib(number - 2)


print("READY", flush=True)
if len(sys.argv) < 2:
    while True:
        fib(20)
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    begun = time.perf_counter_ns()
    fib(17)
    print(time.perf_counter_ns() - begun, flush=True)
