"""Three functions that take turns at random, 60, 30 and 10 % of the time; says what they have taken at each line of input."""

import random
import sys
import threading
import time

clock = time.perf_counter
WEIGHTS = {"long": 6, "middle": 3, "short": 1}
spent = dict.fromkeys(WEIGHTS, 0.0)
SOURCE = """
def {0}(turn):
    end = clock() + turn
    while clock() < end:
        pass
"""
for name in WEIGHTS:
    # Without a loop of turns around it that would be the function itself.
    exec(SOURCE.format(name))


def answer():
    for _ in sys.stdin:
        print(" ".join(f"{name}={seconds:.6f}" for name, seconds in spent.items()), flush=True)


threading.Thread(target=answer, daemon=True).start()
print("READY", flush=True)
while True:
    name = random.choices(list(WEIGHTS), WEIGHTS.values())[0]
    begun = clock()
    globals()[name](random.uniform(0.0002, 0.001))
    spent[name] += clock() - begun
