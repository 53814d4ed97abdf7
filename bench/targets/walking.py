"""Three threads whose stacks are 20 to 60 frames deep; the inner ten frames change all the time, the others seldom."""

import random
import threading

FUNCTIONS = 40
SOURCE = """
def f{i}(left, still, chance):
    if left > still:
        return functions[({i} * 5 + left) % {count}](left - 1, still, chance)
    if left > 0:
        for turn in (0, 1):
            functions[({i} * 7 + left * 3 + turn) % {count}](left - 1, still, chance)
        return
    number = 0
    for count in range(chance.randrange(500, 3000)):
        number += count
functions.append(f{i})
"""

functions = []
exec(compile("".join(SOURCE.format(i=i, count=FUNCTIONS) for i in range(FUNCTIONS)), "functions.py", "exec"))


def walk(seed):
    chance = random.Random(seed)
    while True:
        functions[chance.randrange(FUNCTIONS)](chance.randrange(20, 60), 10, chance)


for seed in (1, 2):
    threading.Thread(target=walk, args=(seed,), daemon=True).start()
print("READY", flush=True)
walk(3)
