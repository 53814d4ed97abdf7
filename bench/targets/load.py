"""Loads a processor on purpose: by more and more within two seconds, then not at all, and so on, with random bursts."""

import random
import sys
import time

random.seed(int(sys.argv[1]))
begin = time.perf_counter()
while True:
    share = (time.perf_counter() - begin) % 2 / 2
    busy = random.expovariate(1 / 0.02)
    end = time.perf_counter() + busy
    while time.perf_counter() < end:
        sum(range(1000))
    if share < 0.99:
        time.sleep(min(0.2, busy * (1 - share) / max(share, 0.1)))
