"""Instructions that change while the program runs.

`calls` and what it calls are at one call each for ever, which are specialised after some milliseconds; or, with the
argument "watched", the lines of `adds` are watched by a tool for half a second.
"""

import sys
import time


def spins(count):
    for _ in range(count):
        pass


def passes():
    for _ in range(6):
        spins(20_000)


def calls():
    while True:
        passes()


def adds(one, two):
    for _ in range(500):
        total = one + two + one + two + one + two + one + two
    spins(4000)
    return total


def adds_for(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        adds(1, 2)


if sys.argv[1:] == ["watched"]:
    monitoring = sys.monitoring
    monitoring.use_tool_id(0, "watching")
    monitoring.register_callback(0, monitoring.events.LINE, lambda *_: None)
    monitoring.set_local_events(0, adds.__code__, monitoring.events.LINE)
    print("READY", flush=True)
    adds_for(0.5)
    monitoring.set_local_events(0, adds.__code__, 0)
    adds_for(1000)
print("READY", flush=True)
time.sleep(0.5)
calls()
