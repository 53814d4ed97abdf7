"""Two greenlets that take turns, each at the end of a chain of calls of its own, for 2 and 1 ms."""

import sys
import time

import greenlet


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def long_turns(depth):
    if depth:
        return long_turns(depth - 1)
    while True:
        spin(0.002)
        short.switch()


def short_turns(depth):
    if depth:
        return short_turns(depth - 1)
    while True:
        spin(0.001)
        long.switch()


long = greenlet.greenlet(lambda: long_turns(20))
short = greenlet.greenlet(lambda: short_turns(40))
print("READY", flush=True)
long.switch()
