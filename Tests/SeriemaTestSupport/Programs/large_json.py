"""Writes a large JSON document to the path given: 1.7 MB, the same each time."""

import json
import random
import sys

chance = random.Random(1)


def value(depth):
    if depth == 0:
        return chance.choice([chance.random(), chance.randrange(10**6), "text " * chance.randrange(8), None, True])
    if chance.random() < 0.5:
        return [value(depth - 1) for _ in range(8)]
    return {f"key {number}": value(depth - 1) for number in range(8)}


with open(sys.argv[1], "w") as file:
    json.dump([value(5) for _ in range(3)], file)
