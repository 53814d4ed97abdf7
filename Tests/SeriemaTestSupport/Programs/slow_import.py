"""Takes 10 ms to be imported."""

import time


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


spin(0.01)
