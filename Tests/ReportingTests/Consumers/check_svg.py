"""Checks an image: that it is XML and needs nothing else, that its blocks lie on each other, and their samples."""

import re
import sys
import xml.etree.ElementTree as tree

from expected import Expected, Weights, hold, same

SVG = "{http://www.w3.org/2000/svg}"
OWN = re.compile(r"^in itself: .*, ([\d,]+) samples?(; idle for .*)?$")
TOTAL = re.compile(r"^[^,]+, [<\d.]+ %, ([\d,]+) samples?$")


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        text = file.read()
    root = tree.fromstring(text)
    same(SVG + "svg", root.tag, "root")
    hold({element.tag for element in root.iter()} <= {SVG + name for name in
         "svg title defs pattern rect path style g text".split()}, "elements that are not expected")
    hold(not re.search(r"href|url\((?!#)|@import|\son\w+=", text), "it needs something else")
    rows, weights = {}, Weights()
    for group in root.iter(SVG + "g"):
        title, box = group.find(SVG + "title").text.split("\n"), group.find(SVG + "rect")
        x, y, width = (float(box.get(key)) for key in ("x", "y", "width"))
        rows.setdefault(y, []).append((round(x, 1), round(x + width, 1)))
        for line in title[1:]:
            if match := OWN.match(line):
                count = int(match[1].replace(",", ""))
                weights.own[title[0]] = (weights.own.get(title[0], (0,))[0] + count,)
            elif y == min(rows):
                same(expected.total["samples"], int(TOTAL.match(line)[1].replace(",", "")), "samples of all")
    above = None
    for y in sorted(rows):
        for (left, right), (following, _) in zip(rows[y], rows[y][1:]):
            hold(left < right <= following, f"blocks overlap in row {y}")
        if above:
            hold(all(any(a <= left and right <= b for a, b in above) for left, right in rows[y]), f"row {y} is too wide")
        above = rows[y]
    # Blocks that are left out are too narrow for these few samples.
    wanted = {}
    for function in expected.functions:
        if function["own"]["samples"]:
            wanted[function["label"]] = (wanted.get(function["label"], (0,))[0] + function["own"]["samples"],)
    same(wanted, weights.own, "own samples")


main()
