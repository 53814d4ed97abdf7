#!/usr/bin/env python3
"""Measures Seriema beside other profilers, on the same programs, in turn; see README.md."""

import argparse
import json
import os
import sys
import tempfile
import time

import accuracy
import captures
import launch
import machine
import rates
import slowdown
import startup
import thresholds
import timing
import tools

# Of both processors together: more than this by others, and the figures are theirs as much as ours.
QUIET_AT_MOST = 0.03
SECTIONS = ["rates", "slowdown", "accuracy", "startup", "captures", "timing"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seriema", help="its executable (default: the release build of this repository)")
    parser.add_argument("--repeats", type=int, help="runs of each tool (default: 5; quick: 1)")
    parser.add_argument("--seconds", type=float, help="seconds of each run, after a warm-up (default: 2; quick: 0.3)")
    parser.add_argument("--rate", type=int, default=10_000, help="the rate beside the highest one (default: 10000)")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this section; may be given again")
    parser.add_argument("--quick", action="store_true", help="a minute: one Python, few programs, no peers")
    options = parser.parse_args()
    options.repeats = options.repeats or (1 if options.quick else 5)
    options.seconds = options.seconds or (0.3 if options.quick else 2.0)
    options.warm_up = 0.2 if options.quick else 1.0
    options.threads = 1
    built = os.path.join(os.path.dirname(launch.BENCH), ".build/release/seriema")
    options.seriema_tool = tools.find(
        "seriema", "BENCH_SERIEMA", options.seriema or (built if os.path.exists(built) else None))
    if options.seriema_tool.reason:
        parser.error(f"seriema: {options.seriema_tool.reason}; build it: swift build -c release")
    return options


def measure_version(version, options, cpus, folder, record):
    """All sections that sample, for one Python; returns whether it is there."""
    name = "%d.%d" % version
    python = launch.find_python(version)
    print(f"\nPython {name}")
    if python is None:
        print(f"  missing: Python {name}; nothing was measured")
        return False
    ways = tools.samplers(python, version, options.seriema_tool)
    for reason in sorted({f"{way.tool.name}: {way.tool.reason}" for way in ways if way.tool.reason}):
        print(f"  missing: {reason}")
    ways = [way for way in ways if not way.tool.reason and not (options.quick and way.tool.name != "seriema")]

    def wanted(section):
        return not options.only or section in options.only

    if wanted("rates"):
        for rate in (options.rate, rates.HIGHEST):
            print(f"\n  Samples at {rate:,} Hz, Python {name}")
            record["rates"].setdefault(name, {})[str(rate)] = rates.measure(
                python, ways, rate, options, cpus, folder)
    if wanted("slowdown"):
        print(f"\n  Slowdown of a program that calls and returns, Python {name}")
        found = slowdown.measure(python, ways, options, cpus, folder)
        record["slowdown"][name] = {str(rate): result for rate, result in found.items()}
    if wanted("accuracy"):
        print(f"\n  Worst error of a share, of 60, 30 and 10 %, at {options.rate:,} Hz, Python {name}")
        record["accuracy"][name] = accuracy.measure(python, ways, options.rate, options, cpus, folder)
    if wanted("startup"):
        print(f"\n  Beginnings, Python {name}")
        record["startup"][name] = startup.measure(python, ways, options, cpus, folder)
    if wanted("captures") and version >= (3, 15):
        print(f"\n  Captures, {options.rate:,} Hz, Python {name}")
        record["captures"][name] = captures.measure(python, options.seriema_tool, options, cpus, folder)
    return True


def is_busy(record):
    """Whether others used these processors in the runs of Seriema that matter most."""
    found = [thresholds.find(record, ("rates", rate, "depth 20", "seriema", "others")) for rate in ("10000", "1000000")]
    return any(share is not None and share > QUIET_AT_MOST for share in found)


def main():
    options = parse_arguments()
    cpus = machine.processors()
    print(f"target on CPU {cpus[0]}, profiler on CPU {cpus[1]}; medians of {options.repeats} runs, taken in turn")
    if cpus[0] == cpus[1]:
        print("only one CPU may be used: target and profiler are in each other's way, and nobody reaches the rate")
    record = {"rate": options.rate, "seconds": options.seconds, "cpus": cpus, "quick": options.quick}
    record.update((section, {}) for section in SECTIONS)
    # A Python, or a goal of the timer.
    is_missing = False
    with tempfile.TemporaryDirectory() as folder:
        for version in [(3, 13)] if options.quick else [(3, 13), (3, 15)]:
            is_missing |= not measure_version(version, options, cpus, folder, record)
    if not options.only or "timing" in options.only:
        for version in timing.VERSIONS[1:2] if options.quick else timing.VERSIONS:
            with tempfile.TemporaryDirectory() as folder:
                found = timing.measure(version, options, cpus[0], folder)
            record["timing"]["%d.%d" % version] = found
            is_missing |= "missing" in found or not timing.show(found)
    os.makedirs(os.path.join(launch.BENCH, "results"), exist_ok=True)
    path = os.path.join(launch.BENCH, "results", time.strftime("%Y-%m-%dT%H-%M-%S.json"))
    with open(path, "w") as file:
        json.dump(record, file, indent=1)
    print(f"\nall runs: {os.path.relpath(path)}\n\nLimits")
    missed = thresholds.check(record)
    if is_busy(record):
        print(f"  the machine was too busy to tell: others used more than {QUIET_AT_MOST:.0%} of these CPUs meanwhile")
    return 1 if missed or is_missing else 0


if __name__ == "__main__":
    sys.exit(main())
