"""Functions that sleep and spin for times that are known.

Prints, for each, the time of all its calls as measured around them.
"""

import time


def sleeps():
    time.sleep(0.02)


def spins():
    end = time.perf_counter() + 0.01
    while time.perf_counter() < end:
        pass


def measure(function, calls):
    started = time.perf_counter()
    for _ in range(calls):
        function()
    print(f"total {function.__name__} {time.perf_counter() - started:.9f}")


measure(sleeps, 25)
measure(spins, 50)
