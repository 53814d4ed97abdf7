"""Checks JSON lines: that they read as they are documented, and their weights."""

import json
import sys

from expected import Expected, Weights, hold, same


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], "rb") as file:
        lines = [json.loads(line) for line in file.read().decode("utf-8").removesuffix("\n").split("\n")]
    same(("meta", "seriema-samples", 1), tuple(lines[0][key] for key in ("type", "format", "version")), "first line")
    same(expected.started_at, lines[0]["started_at"], "start")
    same("ledger", lines[-1]["type"], "last line")
    same(expected.wanted_rate, lines[-1]["wanted_rate"], "rate")
    tables = {kind: [] for kind in ("process", "thread", "function", "frame", "stack", "sample")}
    weights, paths = Weights(), []
    instants = [[] for _ in expected.threads]
    for line in lines[1:-1]:
        tables[line["type"]].append(line)
        if line["type"] == "stack":
            hold(line["caller"] is None or line["caller"] < len(paths), f"caller of {line}")
            if line["frame"] is not None:
                function = tables["function"][tables["frame"][line["frame"]]["function"]]
                own = function["name"], function["file"], function["line"]
            else:
                own = {"cut": "<cut>", "no_python_frames": "(no Python frames)"}[line["end"]], "", 0
            paths.append((paths[line["caller"]] if line["caller"] is not None else []) + [own])
        elif line["type"] == "sample":
            weights.add(paths[line["stack"]], line["samples"], line["time"], line["idle"])
            instants[tables["stack"][line["stack"]]["thread"]].append(line["at"])
    found = [[thread["process"], thread["thread"], thread["name"]] for thread in tables["thread"]]
    same([[t["process"], t["thread"], t["name"]] for t in expected.threads], found, "threads")
    same([thread["instants"] for thread in expected.threads], instants, "times")
    key = lambda function: (function["name"], function["file"], function["line"])
    expected.check(weights, key, "samples", "time", "idle")


main()
