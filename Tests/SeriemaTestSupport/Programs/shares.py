"""Functions that take turns in random order for random times, in known proportions.

shares.py SECONDS WEIGHT...: function number N gets its WEIGHT's part of the time. Ends with a line
`share NAME PART` for each, as measured here by the clock that the sampler's schedule follows.
"""

import random
import sys
import time

clock = time.perf_counter
seconds = float(sys.argv[1])
weights = [float(word) for word in sys.argv[2:]]
spent = [0.0] * len(weights)

SOURCE = """
def work_{0}(turn):
    end = clock() + turn
    while clock() < end:
        pass
"""

for number in range(len(weights)):
    # A file of its own for each, so that a report that went by line alone would mix them.
    exec(compile(SOURCE.format(number), f"work_{number}.py", "exec"))
works = [globals()[f"work_{number}"] for number in range(len(weights))]
numbers = range(len(weights))

print("READY", flush=True)
end = clock() + seconds
while clock() < end:
    (number,) = random.choices(numbers, weights)
    turn = random.uniform(0.0002, 0.003)
    started = clock()
    works[number](turn)
    spent[number] += clock() - started

for number in numbers:
    print(f"share work_{number} {spent[number] / sum(spent):.6f}")
