"""Has flamegraph.pl draw collapsed stacks, and compares the blocks of its picture with the stacks."""

import collections
import html
import re
import subprocess
import sys

from expected import Expected, hold, same

# It draws angles as parentheses.
ANGLES = str.maketrans("<>", "()")
TITLE = re.compile(r"<title>(.*?) \(([\d,]+) samples, [\d.]+%\)</title>")


def main():
    expected = Expected(sys.argv[1])
    report, script = sys.argv[2:]
    wanted = collections.Counter()
    with open(report, encoding="utf-8", newline="\n") as file:
        for line in file.read().removesuffix("\n").split("\n"):
            stack, count = line.rsplit(" ", 1)
            names = stack.translate(ANGLES).split(";")
            for depth in range(1, len(names) + 1):
                wanted[tuple(names[:depth])] += int(count)
    drawn = subprocess.run(
        ["perl", script, "--minwidth=0", "--countname=samples", report], capture_output=True, encoding="utf-8")
    same((0, ""), (drawn.returncode, drawn.stderr), "how flamegraph.pl ended")
    found = collections.Counter()
    for name, count in TITLE.findall(drawn.stdout):
        found[html.unescape(name), int(count.replace(",", ""))] += 1
    blocks = collections.Counter((names[-1], count) for names, count in wanted.items() if count)
    hold(blocks, "no stacks")
    blocks["all", expected.total["samples"]] += 1
    same({}, dict(blocks - found), "blocks that are not drawn")
    same({}, dict(found - blocks), "blocks that are no stacks")


main()
