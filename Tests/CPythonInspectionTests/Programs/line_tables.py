"""Writes the line table of every code object of the named modules, with the lines that the interpreter reads in it."""

import importlib.util
import json
import sys


def codes(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from codes(constant)


rows = []
for module in sys.argv[1:]:
    for code in codes(importlib.util.find_spec(module).loader.get_code(module)):
        runs = []
        for start, end, line in code.co_lines():
            if end > start:
                runs.append([(end - start) // 2, line])
        name = f"{module}: {code.co_qualname}"
        rows.append(dict(name=name, firstLine=code.co_firstlineno, table=code.co_linetable.hex(), lines=runs))
json.dump(rows, sys.stdout)
