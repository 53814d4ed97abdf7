"""Collects garbage in a loop, over a finalizer that burns a known part of the time, alone or beside a thread that spins.

collecting.py [beside]
"""

import gc
import sys
import threading
import time


class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        burn(finalizing)


def burn(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def collect():
    gc.collect()


def spin():
    while True:
        pass


def work():
    while True:
        Cycle()
        collect()
        burn(0.004)


gc.disable()
ballast = [[i] for i in range(100_000)]
# Longer than a thread may keep the GIL when another wants it.
finalizing = 0.012 if "beside" in sys.argv else 0.004
if "beside" in sys.argv:
    threading.Thread(target=spin, daemon=True).start()
print("READY", flush=True)
work()
