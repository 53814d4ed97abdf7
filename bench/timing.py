"""Measures what `seriema time` reports against the truth, and what it costs beside tprof."""

import json
import os
import statistics
import subprocess

import launch
import tools

VERSIONS = [(3, 12), (3, 13), (3, 14), (3, 15)]
BODIES = ["50", "200", "1000", "10000"]
CLOCKS = ["tsc", "monotonic"]
# A reported mean is right within the larger of both.
RIGHT_NANOSECONDS, RIGHT_SHARE = 10, 0.03
# Nanoseconds that timing may add to one call, by clock.
ADDED_AT_MOST = {"tsc": 85, "monotonic": 115}
# What Seriema may add, as a share of what tprof adds.
RATIO_AT_MOST = {(3, 12): 0.4, (3, 13): 0.7, (3, 14): 0.7, (3, 15): 0.7}
ROUNDS = "200"


def program(name, *arguments):
    return [os.path.join(launch.TARGETS, name)] + list(arguments)


def find_tprof(version, python):
    """The environment in which tprof can be imported, or None."""
    place = os.path.join(os.environ.get("BENCH_TPROF", ""), "%d.%d" % version)
    environment = dict(tools.environment(), PYTHONPATH=os.pathsep.join([place, launch.TARGETS]))
    found = subprocess.run([python, "-c", "import tprof"], env=environment, stderr=subprocess.DEVNULL)
    return environment if found.returncode == 0 else None


def run(command, cpu, environment):
    process = launch.start(command, cpu, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    output, error = process.communicate(timeout=300)
    if process.returncode != 0:
        raise RuntimeError((error.decode(errors="replace").strip().splitlines() or ["said nothing"])[-1])
    return output.decode()


def told_of(path):
    """The reported mean and median of each body."""
    with open(path) as file:
        document = json.load(file)
    functions = {target["target"].split("_")[-1]: target["functions"][0] for target in document["targets"]}
    durations = {name: function["durations"] for name, function in functions.items()}
    return {name: {"mean": told["mean_ns"], "median": told["median_ns"]} for name, told in durations.items()}


def measure(version, options, cpu, folder):
    python, name = launch.find_python(version), "%d.%d" % version
    print(f"\nTiming: Python {name}")
    if python is None:
        print(f"  missing: Python {name}; nothing was measured")
        return {"missing": f"Python {name}"}
    timings = os.path.join(folder, "timings.json")
    seriema = [options.seriema_tool.path, "time", "--python", python]
    tprof = find_tprof(version, python)
    if tprof is None:
        print(f"  missing: tprof: Python {name} cannot import it from a folder {name} of BENCH_TPROF")
    commands = {clock: (seriema + ["--clock", clock], tools.environment()) for clock in CLOCKS}
    if tprof is not None:
        commands["tprof"] = ([python, "-m", "tprof"], tprof)
    added = {tool: [] for tool in commands}
    grown = {tool: [] for tool in commands}
    errors = {kind: {clock: {body: [] for body in BODIES} for clock in CLOCKS} for kind in ["mean", "median"]}
    truth = {body: [] for body in BODIES}
    for turn in range(options.repeats):
        for tool in list(commands) if turn % 2 == 0 else list(commands)[::-1]:
            command, environment = commands[tool]
            told = json.loads(run(
                command + ["-t", "bodies:timed_0"] + program("time_bodies.py", ROUNDS, "0"), cpu, environment))
            added[tool].append(told["0"]["added"])
            if turn == 0:
                told = run(command + ["-t", "bodies:timed_0"] + program("many_calls.py"), cpu, environment)
                grown[tool] = int(told.split()[1])
            if tool == "tprof":
                continue
            named = [word for body in BODIES for word in ["-t", "bodies:timed_" + body]]
            told = json.loads(run(
                command + ["--json", timings] + named + program("time_bodies.py", ROUNDS, *BODIES), cpu, environment))
            reported = told_of(timings)
            for body in BODIES:
                truth[body].append(told[body]["truth_median"])
                for kind, tools_errors in errors.items():
                    tools_errors[tool][body].append(reported[body][kind] - told[body]["truth_" + kind])
    median = statistics.median
    return {
        "truth": {body: median(values) for body, values in truth.items()},
        "error": {
            kind: {clock: {body: median(values) for body, values in bodies.items()} for clock, bodies in clocks.items()}
            for kind, clocks in errors.items()},
        "added": {tool: median(values) for tool, values in added.items()},
        "grown": grown,
        "ratio_at_most": RATIO_AT_MOST[version],
        "runs": {"truth": truth, "errors": errors, "added": added},
    }


def show(results):
    """Prints one version's rows; returns whether all goals were met."""
    met = []

    def mark(is_met):
        met.append(is_met)
        return "" if is_met else " (goal missed)"

    print(f"  {'body, untimed':22}" + "".join(f"{results['truth'][body]:>14,.1f} ns" for body in BODIES))
    for kind in ["mean", "median"]:
        for clock in CLOCKS:
            cells = []
            for body in BODIES:
                error, length = results["error"][kind][clock][body], results["truth"][body]
                is_right = abs(error) <= max(RIGHT_NANOSECONDS, RIGHT_SHARE * length)
                cells.append(f"{error:>+14,.1f} ns" + mark(is_right))
            print(f"  {kind + ' told, ' + clock:22}" + "".join(cells))
    for clock in CLOCKS:
        value = results["added"][clock]
        print(f"  {'added, ' + clock:22}{value:>14.1f} ns" + mark(value <= ADDED_AT_MOST[clock]))
    if "tprof" in results["added"]:
        ratio = results["added"]["tsc"] and results["added"]["tsc"] / results["added"]["tprof"]
        print(
            f"  {'added, tprof':22}{results['added']['tprof']:>14.1f} ns   seriema ÷ tprof {ratio:.2f}"
            + mark(ratio <= results["ratio_at_most"]))
    for tool, value in results["grown"].items():
        text = f"  {'5 M calls, ' + tool:22}{value / 1e6:>14.2f} MB"
        print(text + (mark(value < 1e6) if tool != "tprof" else ""))
    return all(met)
