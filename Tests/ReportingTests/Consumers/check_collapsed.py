"""Reads collapsed stacks as flamegraph.pl does, and with flameshow's parser.

Source: the pattern for a line in flamegraph.pl of https://github.com/brendangregg/FlameGraph.
"""

import re
import sys

from flamegraph_textual.parsers import parse

from expected import Expected, Weights, hold, same

LINE = re.compile(r"^(.*)\s+?(\d+(?:\.\d*)?)$")
PLACE = re.compile(r"^(.*):\d+\)$")


def label(function):
    """Without its line: in stacks it is that which is executed."""
    return PLACE.sub(r"\1", function["label"]).replace(";", "\\x3b")


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], "rb") as file:
        data = file.read()
    weights = Weights()
    for line in data.decode("utf-8").removesuffix("\n").split("\n"):
        match = LINE.match(line)
        hold(match, f"not a stack: {line!r}")
        functions = [PLACE.sub(r"\1", name) for name in match[1].split(";")]
        weights.add(functions, int(match[2]))
    # Processes and threads come first, and are no functions.
    names = {label(function) for function in expected.functions}
    for table in (weights.own, weights.total):
        for name in table.keys() - names:
            hold(re.search(r" \(\d+\)$|^process \d+", name), f"{name!r} is no function")
            del table[name]
    expected.check(weights, label, "samples")
    read = parse(data, sys.argv[2], "stackcollapse")
    same(expected.total["samples"], read.root_stack.values[0], "what flameshow counts")


main()
