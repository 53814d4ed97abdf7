"""Functions of known lengths, each twice: `timed_…` for a timer, and `free_…`, which tells how long it takes without."""

from time import perf_counter_ns

# About 0, 50 and 200 ns, 1 and 10 µs on a processor of 3 GHz: the lengths are measured, only their order matters.
STEPS = {"0": 0, "50": 2, "200": 8, "1000": 40, "10000": 400}
_SOURCE = """\
def {kind}_{name}(a):
    {steps}

def loop_{kind}_{name}(repeats):
    begin = perf_counter_ns()
    for _ in repeats:
        {kind}_{name}(7)
    return perf_counter_ns() - begin
"""


def _define(kind, name, count):
    steps = "; ".join(["a = (a * 3 + 1) & 1023"] * count) or "pass"
    exec(compile(_SOURCE.format(kind=kind, name=name, steps=steps), __file__, "exec"), globals())


# A loop of its own for each, because the interpreter adapts a loop to what it calls.
for _kind in ["timed", "free"]:
    for _name, _count in STEPS.items():
        _define(_kind, _name, _count)
