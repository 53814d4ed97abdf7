"""Has Go's pprof show a profile as a table and as a tree, and compares its numbers."""

import re
import subprocess
import sys

from expected import Expected, hold, same

ROW = re.compile(r"^ *(\d+) +[\d.]+% +[\d.]+% +(\d+) +[\d.]+% +(.*)$")


def run(*options):
    pprof, profile = sys.argv[3], sys.argv[2]
    finished = subprocess.run([pprof, *options, profile], capture_output=True, encoding="utf-8")
    same(0, finished.returncode, finished.stderr)
    return finished.stdout


def main():
    expected = Expected(sys.argv[1])
    everything = ["-nodecount=100000", "-nodefraction=0", "-edgefraction=0"]
    table = run("-top", "-filefunctions", "-sample_index=samples", *everything)
    found = {match[3]: (int(match[1]), int(match[2])) for line in table.splitlines() if (match := ROW.match(line))}
    wanted = {}
    for function in expected.functions:
        own, total = (function[name]["samples"] for name in ("own", "total"))
        if total:
            wanted[f"{function['shown_name']} {function['shown_file']}".strip()] = own, total
    for name in wanted.keys() | found.keys():
        same(wanted.get(name), found.get(name), f"samples of {name!r}")
    hold(f"Type: {expected.mode}\n" in run("-tree"), "default type")
    hold("-+-" in run("-traces"), "traces")
    tags = run("-tags")
    for thread in expected.threads:
        hold(f": {thread['shown_name']}\n" in tags, f"{thread['shown_name']} is no tag")


main()
