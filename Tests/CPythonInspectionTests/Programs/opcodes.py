"""Prints the opcodes of the interpreter that runs it, in the words that `OpcodeTable` is made of.

Each word is a number, a sign and a name: `=` for what a compiler or a tool writes, with the number of units of inline
cache behind a slash where there are any; `<` for what the word with `=` before it may become.

With --rows: of each opcode its number, name, base (- where it is hidden) and caches, as `dis` has them. With --codes: of
functions that have run, their instructions as they are in memory, and where `dis` says that each begins.
"""

import dis
import json.decoder
import opcode
import sys
import textwrap

FORMS = getattr(opcode, "_specializations", {})
CACHES = getattr(opcode, "_inline_cache_entries", {})
WATCHED = "INSTRUMENTED_"


def numbers():
    """Every opcode that may stand in memory, by its name."""
    names = dict(getattr(dis, "_all_opmap", None) or opcode.opmap)
    names.update(getattr(opcode, "_specialized_opmap", {}))
    names.update(opcode.opmap)
    return {name: number for name, number in names.items() if number < 256 and not name.startswith("<")}


def cache_count(name, every):
    return CACHES[every[name]] if isinstance(CACHES, list) else CACHES.get(name, 0)


def words():
    every = numbers()
    special = {form for group in FORMS.values() for form in group}
    for name, number in sorted(every.items(), key=lambda item: item[1]):
        if name in special:
            continue
        count = cache_count(name, every)
        yield f"{number}={name}/{count}" if count else f"{number}={name}"
        for form in sorted(FORMS.get(name, []), key=every.get):
            yield f"{every[form]}<{form}"


def base(name, every):
    if name.startswith(WATCHED):
        return name[len(WATCHED) :] if name[len(WATCHED) :] in every else None
    if name in ("ENTER_EXECUTOR", "TRACE_RECORD"):
        return None
    if hasattr(dis, "_deoptop"):
        return dis._all_opname[dis._deoptop(every[name])]
    return getattr(dis, "deoptmap", {}).get(name, name)


def rows():
    every = numbers()
    for name, number in every.items():
        original = base(name, every)
        yield number, name, original or "-", cache_count(original, every) if original else 0


def codes():
    add = lambda one, two: one + two
    for _ in range(100):
        add(1, 2)
        json.decoder.JSONDecoder().decode('{"a": [1, 2.5, "x\\n", null, true, {"b": -3}]}')
        textwrap.dedent(" a\n  b\n")
    functions = [add]
    for module in (json.decoder, textwrap):
        for kind in [*vars(module).values(), *vars(json.decoder.JSONDecoder).values()]:
            if hasattr(kind, "__code__"):
                functions.append(kind)
        for kind in vars(module).values():
            functions += [one for one in vars(kind).values() if hasattr(one, "__code__")] if isinstance(kind, type) else []
    for module in ("argparse", "dis", "threading", "typing"):
        functions += [one for one in vars(__import__(module)).values() if hasattr(one, "__code__")]
    for function in functions:
        code = function.__code__
        memory = getattr(code, "_co_code_adaptive", code.co_code)
        found = [f"{one.offset}:{one.opname}" for one in dis.get_instructions(code)]
        yield (memory.hex(), *found)


if "--rows" in sys.argv:
    for row in rows():
        print(*row)
elif "--codes" in sys.argv:
    for row in codes():
        print(*row)
else:
    print(" ".join(words()))
