"""Changes every few microseconds between code that holds still and code that calls; tells how much of it holds still.

What each takes is measured beside it, one at a time, again and again through the whole run.
"""

import sys
import time

numbers = list(range(400))


def still():
    return sum(numbers)


def deepest(number):
    return number + 1


def deeper(number):
    return deepest(number) + deepest(number)


def calling():
    return deeper(1) + deeper(2) + deeper(3) + deeper(4) + deeper(5) + deeper(6)


def mix(count):
    for _ in range(count):
        still()
        calling()


def measure(function, count):
    start = time.perf_counter()
    for _ in range(count):
        function()
    return time.perf_counter() - start


print("READY", flush=True)
still_time = calling_time = 0
end = time.perf_counter() + float(sys.argv[1])
while time.perf_counter() < end:
    mix(2000)
    still_time += measure(still, 200)
    calling_time += measure(calling, 200)
print("share still", still_time / (still_time + calling_time))
