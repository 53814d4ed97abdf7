"""Writes the line table of every code object of the named modules, with what this interpreter reads in it.

Per code object, in 32-bit integers: count and bytes of the name (padded to four), the first line, count and bytes of
the table (padded), the count of code units, and for each unit: the line, and from 3.11 on the line, end line, column
and end column of its position. -1 stands for none.
"""

import dis
import importlib.util
import struct
import sys
import types


def codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes(constant)


def lines(code):
    """The line of each code unit."""
    if hasattr(code, "co_lines"):
        ranges = list(code.co_lines())
    else:
        starts = list(dis.findlinestarts(code))
        ends = [start for start, _ in starts[1:]] + [len(code.co_code)]
        ranges = [(start, end, line) for (start, line), end in zip(starts, ends)]
    found = {}
    for start, end, line in ranges:
        for offset in range(start + start % 2, end, 2):
            found[offset] = line
    # Before a first instruction with another line there is none in `findlinestarts`.
    return [found.get(offset, code.co_firstlineno) for offset in range(0, len(code.co_code), 2)]


def number(value):
    return struct.pack("<i", -1 if value is None else value)


def text(value):
    return number(len(value)) + value + bytes(-len(value) % 4)


for module in sys.argv[1:]:
    for code in codes(importlib.util.find_spec(module).loader.get_code(module)):
        name = f"{module}: {getattr(code, 'co_qualname', code.co_name)}"
        table = code.co_linetable if sys.version_info >= (3, 10) else code.co_lnotab
        record = [text(name.encode()), number(code.co_firstlineno), text(table), number(len(code.co_code) // 2)]
        positions = list(code.co_positions()) if hasattr(code, "co_positions") else None
        for unit, line in enumerate(lines(code)):
            record.append(number(line))
            if positions:
                record.extend(map(number, positions[unit]))
        sys.stdout.buffer.write(b"".join(record))
