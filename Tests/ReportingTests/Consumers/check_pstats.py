"""Reads a file with this Python's pstats, shows it in every way that pstats has, and compares its numbers."""

import io
import pstats
import sys

from expected import Expected, Weights, hold, same


def place(function):
    return function["shown_file"] or "~", function["line"], function["shown_name"]


def main():
    expected = Expected(sys.argv[1])
    text = io.StringIO()
    stats = pstats.Stats(sys.argv[2], stream=text)
    weights = Weights()
    nanoseconds = lambda seconds: round(seconds * 1e9)
    for function, (primitive, calls, own, total, callers) in stats.stats.items():
        weights.own[function] = primitive, nanoseconds(own)
        weights.total[function] = calls, nanoseconds(total)
        for caller, (calls_by, primitive_by, own_by, total_by) in callers.items():
            hold(caller in stats.stats, "unknown caller %r" % (caller,))
            hold(calls_by <= calls and primitive_by <= primitive, "calls of %r" % (function,))
            hold(own_by <= own + 1e-9 and total_by <= total + 1e-9, "times of %r" % (function,))
    expected.check(weights, place, "samples", "time")
    same(expected.total["samples"], stats.prim_calls, "samples of all")
    same(expected.total["time"], nanoseconds(stats.total_tt), "time of all")
    for order in ("calls", "cumulative", "filename", "line", "name", "nfl", "pcalls", "stdname", "tottime"):
        stats.sort_stats(order).print_stats()
    stats.print_callers()
    stats.print_callees()
    stats.strip_dirs().print_stats()
    # As Python's own profile() does with several files.
    stats.add(sys.argv[2])
    lines = text.getvalue()
    for name in ("{cut}", "(no Python frames)", "{GC}"):
        hold(name in lines, name + " is not shown")


main()
