"""Measures `seriema time --vs`: how often it sees a change that is not there, and how often one of 2 %.

    python3 bench/paired.py                 # a hundred comparisons of the same code, and a hundred with 2 % more work
    python3 bench/paired.py --tries 8       # fewer, to see whether it works
    python3 bench/paired.py --calls         # by `time -x --calls`, which calls both functions itself

The programs read dates and decode JSON with the standard library's own functions, copied beside them so that known work
can be added. That work is statements of which it was measured what they take, in loops of the program's own.
"""

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile

import launch
import tools

VERSIONS = [(3, 12), (3, 13), (3, 14), (3, 15)]
WORK = 0.02
# Of comparisons of the same code, those with a verdict of a change; of those with 2 % more work, those that say slower.
FALSE_AT_MOST, SLOWER_AT_LEAST = 0.05, 0.90
# Of all intervals, those that hold the truth; 100 intervals of 95 % hold it at least so often in 99 % of all cases.
HELD_AT_LEAST = 0.89
# Program, module that is copied, where it is found, function, and what to change so that it is pure Python.
PROGRAMS = {
    "dates": ("_strptime", "_strptime", "_strptime", []),
    "records": ("decoder", "json.decoder", "JSONDecoder.decode", [
        ("from json import scanner", "from json import scanner\nscanner.c_make_scanner = None"),
        ("scanstring = c_scanstring or py_scanstring", "scanstring = py_scanstring"),
        ("self.scan_once = scanner.make_scanner(self)", "self.scan_once = scanner.py_make_scanner(self)"),
    ]),
}
MEASURE = """
import random, statistics, sys, time
sys.path.insert(0, sys.argv[1])
import {module}

def loaded(path):
    # Both in the same way: a module that was imported has other dictionaries than one that was executed.
    space = dict(vars({module}))
    exec(compile(open(path).read(), path, "exec"), space)
    place = "{function}".split(".")
    found = space[place[0]]
    for name in place[1:]: found = getattr(found, name)
    return found

plain, worked = loaded(sys.argv[1] + "/old.py"), loaded(sys.argv[2])
arguments = {arguments}
now = time.perf_counter
ratios = []
for turn in range(100):
    for each in arguments:
        # Call by call, as they are compared: bodies that take turns find caches and predictions as the other left them.
        a, b = (plain, worked) if random.random() < 0.5 else (worked, plain)
        begin = now()
        a(*each)
        middle = now()
        b(*each)
        end = now()
        x, y = middle - begin, end - middle
        if turn % 4: ratios.append(y / x if a is plain else x / y)
    if turn % 4 == 3:
        # Where code lies makes it faster or slower: other copies each time.
        plain.__code__, worked.__code__ = plain.__code__.replace(), worked.__code__.replace()
print(statistics.median(ratios))
"""
ARGUMENTS = {
    "dates": '[(date, "%Y-%m-%d") for date in __import__("dates").DATES]',
    "records": '[(decoder.JSONDecoder(), record) for record in __import__("records").RECORDS]',
}

# With --calls: setup, arguments, and how many pairs take about a second.
CALLS = {
    "dates": ("import dates, itertools; each = itertools.cycle(dates.DATES)", 'next(each), "%Y-%m-%d"', 40000),
    "records": ("import decoder, records, itertools; each = itertools.cycle(records.RECORDS)",
                "decoder.JSONDecoder(), next(each)", 8000),
}


def with_work(source, function, statements):
    """The source with so many statements more at the beginning of a function."""
    body = ast.parse(source).body
    for name in function.split("."):
        node = next(node for node in body if getattr(node, "name", None) == name)
        body = node.body
    first = body[1] if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else body[0]
    lines = source.splitlines(keepends=True)
    work = " " * first.col_offset + "seriema_work = 0; " * statements + "\n"
    return "".join(lines[:first.lineno - 1] + [work] + lines[first.lineno - 1:])


def with_both(source, original, function):
    """The source with the function as it is in the original as well, beside it and under another name."""
    def node_of(text):
        body = ast.parse(text).body
        for name in function.split("."):
            node = next(node for node in body if getattr(node, "name", None) == name)
            body = node.body
        return node, text.splitlines(keepends=True)

    (node, lines), (old, old_lines) = node_of(source), node_of(original)
    before = old_lines[old.lineno - 1:old.end_lineno]
    before[0] = before[0].replace(f"def {old.name}(", f"def {old.name}_before(")
    return "".join(lines[:node.end_lineno] + ["\n"] + before + ["\n"] + lines[node.end_lineno:])


def copy_of(python, program):
    module, original, _, changes = PROGRAMS[program]
    path = subprocess.run(
        [python, "-c", f"import {original} as m; print(m.__file__, end='')"], stdout=subprocess.PIPE, check=True)
    with open(path.stdout.decode()) as file:
        source = file.read()
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return source


def statements_for(share, python, program, source, folder):
    """How many statements make the function longer by a share, and by what they were measured to."""
    module, _, function, _ = PROGRAMS[program]

    def measured(count):
        worked = os.path.join(folder, "worked.py")
        with open(worked, "w") as file:
            file.write(with_work(source, function, count))
        script = MEASURE.format(module=module, function=function, arguments=ARGUMENTS[program])
        out = subprocess.run([python, "-c", script, folder, worked], stdout=subprocess.PIPE, check=True)
        return float(out.stdout)

    # Without any statement the two are not quite alike either: each has dictionaries of its own.
    alike = statistics.median(measured(0) for _ in range(3))
    # Not in proportion: whatever runs in a row also moves what the processor expects of the rest.
    count = 50
    for _ in range(3):
        found = min(max(measured(count) / alike - 1, share / 3), share * 3)
        count = max(10, round(count * share / found))
    return count, statistics.median(measured(count) for _ in range(3)) / alike - 1


def compare(options, python, program, folder, base):
    """One comparison: the change, its interval, the verdict and what else is told."""
    module, _, function, _ = PROGRAMS[program]
    out = os.path.join(folder, "out.json")
    command = [options.seriema, "time", "--json", out, "--python", python]
    if options.calls:
        setup, arguments, calls = CALLS[program]
        command += ["-x", "-t", f"{module}:{function}_before", "-t", f"{module}:{function}", "--setup", setup,
                    "--arguments", arguments, "--calls", str(round(calls * options.seconds))]
    else:
        command += ["--vs", base, "-t", f"{module}:{function}", os.path.join(folder, program + ".py"),
                    str(options.seconds)]
    ran = subprocess.run(command, stderr=subprocess.PIPE, env=tools.environment(), cwd=folder)
    if ran.returncode != 0:
        raise RuntimeError(ran.stderr.decode())
    with open(out) as file:
        comparison = json.load(file)["comparisons"][0]
    return dict(comparison["functions"][0], **{"pairs": comparison["paired"][0]["pairs"],
                                               "swap": comparison["paired"][0]["swap_ns"]})


def series(options, name, python, program, folder, base, truth, tries, rows, loaded):
    load = [subprocess.Popen([sys.executable, os.path.join(launch.TARGETS, "load.py"), str(seed)])
            for seed in range(2 if loaded else 0)]
    try:
        found = [compare(options, python, program, folder, base) for _ in range(tries)]
    finally:
        for process in load:
            process.kill()
            process.wait()
    kinds = [each["verdict"] for each in found]
    held = sum(each["interval"][0] <= truth <= each["interval"][1] for each in found if each["interval"])
    widths = [(each["interval"][1] - each["interval"][0]) / 2 for each in found if each["interval"]]
    row = {"python": name, "program": program, "loaded": loaded, "truth": truth, "tries": tries, "held": held,
           "verdicts": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
           "change": statistics.median(each["change"] for each in found),
           "half_width": statistics.median(widths), "pairs": statistics.median(each["pairs"] for each in found),
           "swap": statistics.median(each["swap"] or 0 for each in found), "runs": found}
    rows.append(row)
    kind = "loaded" if loaded else "as it is"
    print(f"  {name:5} {program:8} {kind:9} truth {truth:+7.2%}  told {row['change']:+7.2%} "
          f"± {row['half_width']:.2%}, {row['pairs']:9,.0f} pairs, held {held}/{tries}, {row['verdicts']}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seriema", default=os.path.join(os.path.dirname(launch.TARGETS), "../.build/release/seriema"))
    parser.add_argument("--tries", type=int, default=100, help="comparisons of each kind, over all Pythons and programs")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--calls", action="store_true", help="by `time -x --calls` in the place of `--vs`")
    parser.add_argument("--json", help="write every comparison here")
    options = parser.parse_args()
    each = max(1, options.tries // (len(VERSIONS) * len(PROGRAMS)))
    same, more = [], []
    missing = 0
    for version in VERSIONS:
        python, name = launch.find_python(version), "%d.%d" % version
        if python is None:
            print(f"  missing: Python {name}")
            missing += 1
            continue
        for program, (module, _, function, _) in PROGRAMS.items():
            with tempfile.TemporaryDirectory() as folder:
                source = copy_of(python, program)
                with open(os.path.join(launch.TARGETS, program + ".py")) as file:
                    script = file.read()
                for path, text in ((module, source), (program, script), ("old", source)):
                    with open(os.path.join(folder, path + ".py"), "w") as file:
                        file.write(text)
                old = os.path.join(folder, "old.py")
                count, truth = statements_for(WORK, python, program, source, folder)
                half = (each + 1) // 2
                if options.calls:
                    with open(os.path.join(folder, module + ".py"), "w") as file:
                        file.write(with_both(source, source, function))
                series(options, name, python, program, folder, old, 0, half, same, loaded=False)
                series(options, name, python, program, folder, old, 0, each - half or 1, same, loaded=True)
                worked = with_work(source, function, count)
                with open(os.path.join(folder, module + ".py"), "w") as file:
                    file.write(with_both(worked, source, function) if options.calls else worked)
                series(options, name, python, program, folder, old, truth, each, more, loaded=False)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"same": same, "more": more}, file, indent=1)
    return judge(same, more) + missing


def judge(same, more):
    """Prints what misses its limit; returns how many do."""
    def total(rows, *kinds):
        return sum(row["verdicts"].get(kind, 0) for row in rows for kind in kinds)

    tries, worked = sum(row["tries"] for row in same), sum(row["tries"] for row in more)
    figures = [
        ("false verdicts on the same code", total(same, "slower", "faster") / tries, tries, FALSE_AT_MOST, False),
        ("intervals that hold no change", sum(row["held"] for row in same) / tries, tries, HELD_AT_LEAST, True),
        ("slower with 2 % more work", total(more, "slower") / worked, worked, SLOWER_AT_LEAST, True),
    ]
    missed = 0
    for words, value, count, limit, is_least in figures:
        is_kept = value >= limit if is_least else value <= limit
        missed += not is_kept
        sense = "at least" if is_least else "at most"
        print(f"  {words}: {value:.1%} of {count} ({sense} {limit:.0%}{'' if is_kept else '; missed'})")
    return missed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
