"""Changes every few microseconds between code that holds still and code that calls; tells how much of it holds still.

What each takes is measured beside it, one at a time, again and again through the whole run: the medians of the thread's
own time, so that what else runs on the machine does not count.
"""

import statistics
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
    start = time.thread_time_ns()
    for _ in range(count):
        function()
    return time.thread_time_ns() - start


print("READY", flush=True)
still_times, calling_times = [], []
end = time.perf_counter() + float(sys.argv[1])
while time.perf_counter() < end:
    mix(2000)
    still_times.append(measure(still, 200))
    calling_times.append(measure(calling, 200))
still_time = statistics.median(still_times)
print("share still", still_time / (still_time + statistics.median(calling_times)))
