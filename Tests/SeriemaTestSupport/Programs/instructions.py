"""Spends its time in instructions that are known.

Says of each its function, offset, opcode, line and columns, then READY once all have been specialised, and goes on.
"""

import dis


def adds(one, two):
    for _ in range(500):
        total = one + two + one + two + one + two + one + two
    return total


def cheap():
    return 1


def dear():
    for number in range(1000):
        total = number & 3
    return total


def both():
    return cheap() + dear()


def columns(code):
    if not hasattr(code, "co_positions"):
        return {}
    return {2 * unit: position[2:] for unit, position in enumerate(code.co_positions())}


def tell(function):
    known = columns(function.__code__)
    line = function.__code__.co_firstlineno
    starts = dict(dis.findlinestarts(function.__code__))
    for instruction in dis.get_instructions(function):
        line = starts.get(instruction.offset) or line
        place = known.get(instruction.offset, (None, None))
        print(function.__name__, instruction.offset, instruction.opname, line, *(-1 if n is None else n for n in place))


for told in (adds, cheap, dear, both):
    tell(told)
for _ in range(20):
    adds(1, 2)
    both()
print("READY", flush=True)
while True:
    adds(1, 2)
    both()
