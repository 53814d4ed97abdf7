"""One long function with three phases of equal length, each on one line."""

import sys
import time


def phases(clock, rounds):
    end = clock()
    for _ in range(rounds):
        end += 0.01
        while clock() < end: pass  # phase one
        end += 0.01
        while clock() < end: pass  # phase two
        end += 0.01
        while clock() < end: pass  # phase three


print("READY", flush=True)
phases(time.perf_counter, int(float(sys.argv[1]) / 0.03))
