"""Checks a profile for the Firefox Profiler: all that version 61 of the processed format asks for, and its weights.

Source: src/types/profile.ts of https://github.com/firefox-devtools/profiler.
"""

import json
import sys

from expected import Expected, Weights, hold, same, shown

COLOURS = set(
    "transparent purple green orange yellow lightblue blue brown magenta red lightred darkgrey grey".split())
TABLES = {
    "sources": "id filename startLine startColumn sourceMapURL",
    "funcTable": "name isJS relevantForJS resource source lineNumber columnNumber",
    "frameTable": "address inlineDepth category subcategory func nativeSymbol innerWindowID line column",
    "stackTable": "frame prefix",
    "resourceTable": "lib name host type",
    "nativeSymbols": "libIndex address name functionSize",
}


def check_table(name, table, columns, more=()):
    same(set(columns) | {"length"} | set(more), set(table), f"columns of {name}")
    for column in columns:
        same(table["length"], len(table[column]), f"length of {name}.{column}")


def check_indices(name, values, count, none=None):
    for value in values:
        hold(value is none or value == none or (isinstance(value, int) and 0 <= value < count), f"{name} has {value!r}")


def check_meta(meta, expected):
    same(61, meta["preprocessedProfileVersion"], "version")
    hold(abs(meta["interval"] - 1000 / expected.wanted_rate) < 1e-9, "interval")
    same(round(expected.started_at / 1000), round(meta["startTime"] * 1000), "start")
    for key in "version processType product stackwalk markerSchema categories sampleUnits".split():
        hold(key in meta, f"meta has no {key}")
    for category in meta["categories"]:
        hold(category["color"] in COLOURS and category["subcategories"][0] == "Other", f"{category}")
    hold(any(category["color"] == "grey" for category in meta["categories"]), "no default category")
    same({"time": "ms", "eventDelay": "ms", "threadCPUDelta": "ns"}, meta["sampleUnits"], "units")
    for section in meta["extra"]:
        for entry in section["entries"]:
            same({"label", "format", "value"}, set(entry), "entry")


def check_shared(shared, categories):
    same(set(TABLES) | {"stringArray"}, set(shared), "shared")
    for name, columns in TABLES.items():
        check_table(name, shared[name], columns.split())
    hold(all(isinstance(text, str) for text in shared["stringArray"]), "strings")
    same(len(set(shared["stringArray"])), len(shared["stringArray"]), "strings that differ")
    strings, functions = len(shared["stringArray"]), shared["funcTable"]
    check_indices("sources.filename", shared["sources"]["filename"], strings)
    check_indices("funcTable.name", functions["name"], strings)
    check_indices("funcTable.source", functions["source"], shared["sources"]["length"])
    check_indices("funcTable.resource", functions["resource"], 0, none=-1)
    frames = shared["frameTable"]
    check_indices("frameTable.func", frames["func"], functions["length"])
    check_indices("frameTable.category", frames["category"], len(categories))
    hold(all(subcategory == 0 for subcategory in frames["subcategory"]), "subcategories")
    hold(all(line is None or line > 0 for line in frames["line"]), "lines")
    check_indices("stackTable.frame", shared["stackTable"]["frame"], frames["length"])
    for index, prefix in enumerate(shared["stackTable"]["prefix"]):
        hold(prefix is None or 0 <= prefix < index, f"prefix of stack {index} is {prefix!r}")


def check_thread(thread, shared, wanted, mode):
    for key in """processType processStartupTime processShutdownTime registerTime unregisterTime pausedRanges name
            isMainThread processName pid tid samples markers""".split():
        hold(key in thread, f"thread has no {key}")
    hold(isinstance(thread["pid"], str) and isinstance(thread["tid"], int), "ids")
    check_table("markers", thread["markers"], "data name startTime endTime phase category".split())
    samples = thread["samples"]
    columns = ["stack", "time", "weight"] + (["threadCPUDelta"] if "threadCPUDelta" in samples else [])
    check_table("samples", samples, columns, more=["weightType"])
    same("samples", samples["weightType"], "weight type")
    check_indices("samples.stack", samples["stack"], shared["stackTable"]["length"])
    same(wanted["instants"], [round(time * 1e6) for time in samples["time"]], "times")
    same(mode in ("wall", "cpu"), "threadCPUDelta" in samples, "whether CPU time is known")
    if "threadCPUDelta" in samples:
        same(wanted["running"], samples["threadCPUDelta"], "CPU times")


def function(shared, index):
    functions, strings = shared["funcTable"], shared["stringArray"]
    source = functions["source"][index]
    file = "" if source is None else strings[shared["sources"]["filename"][source]]
    return strings[functions["name"][index]], file, functions["lineNumber"][index] or 0


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        profile = json.load(file)
    same({"meta", "libs", "shared", "threads"}, set(profile), "members")
    check_meta(profile["meta"], expected)
    shared = profile["shared"]
    check_shared(shared, profile["meta"]["categories"])
    names = [function(shared, index) for index in range(shared["funcTable"]["length"])]
    paths = []
    for frame, prefix in zip(shared["stackTable"]["frame"], shared["stackTable"]["prefix"]):
        own = names[shared["frameTable"]["func"][frame]]
        paths.append((paths[prefix] if prefix is not None else []) + [own])
    weights = Weights()
    idle = 0
    idle_category = [category["name"] for category in profile["meta"]["categories"]].index("Idle")
    found = []
    same(len(expected.threads), len(profile["threads"]), "number of threads")
    for thread, wanted in zip(profile["threads"], expected.threads):
        check_thread(thread, shared, wanted, expected.mode)
        samples = thread["samples"]
        for stack, weight in zip(samples["stack"], samples["weight"]):
            weights.add(paths[stack], weight)
            category = shared["frameTable"]["category"][shared["stackTable"]["frame"][stack]]
            idle += weight if category == idle_category else 0
        found.append([int(thread["pid"]), thread["tid"], thread["name"], thread["processName"]])
        same(thread["isMainThread"], int(thread["pid"]) == thread["tid"], "main thread")
    same([[t["process"], t["thread"], t["shown_name"], t["command"]] for t in expected.threads], found, "threads")
    same(expected.mostly_idle, idle, "idle samples")
    expected.check(weights, shown, "samples")


main()
