"""Tells how long each body takes without a timer, and what the timer adds to a call: JSON, in nanoseconds.

Arguments: rounds, and the bodies (all by default). Loops of about a hundred microseconds alternate, so that a machine whose
speed changes changes it for all of them; medians over the rounds are not moved by what interrupts a few.
"""

import json
import statistics
import sys

import bodies

rounds = int(sys.argv[1])
names = sys.argv[2:] or list(bodies.STEPS)
CALLS = {"0": 1000, "50": 800, "200": 300, "1000": 50, "10000": 5}
loops = {name: (getattr(bodies, "loop_timed_" + name), getattr(bodies, "loop_free_" + name)) for name in names}
figures = {name: {"truth": [], "added": []} for name in names}
for turn in range(-3, rounds):
    for name, (timed, free) in loops.items():
        repeats = range(CALLS[name])
        took_timed, took_free, took_empty = timed(repeats), free(repeats), bodies.loop_free_0(repeats)
        if turn >= 0:
            figures[name]["truth"].append((took_free - took_empty) / len(repeats))
            figures[name]["added"].append((took_timed - took_free) / len(repeats))
print(json.dumps({
    name: {
        "truth_mean": statistics.mean(values["truth"]), "truth_median": statistics.median(values["truth"]),
        "added": statistics.median(values["added"]),
    } for name, values in figures.items()
}), flush=True)
