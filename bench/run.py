#!/usr/bin/env python3
"""Measures Seriema beside other profilers, on the same programs, in turn; see README.md."""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import machine
import tools

BENCH = os.path.dirname(os.path.abspath(__file__))
TARGETS = os.path.join(BENCH, "targets")
REACHED_AT_LEAST = 0.99
# Of both processors together: more than this by others, and the figures are theirs as much as ours.
QUIET_AT_MOST = 0.03
WARM_UP_SECONDS = 1.0


def find_python(version):
    """The interpreter of this minor version: BENCH_PYTHON_3_13, PATH, pyenv, or the repository's .pythons."""
    name = "python%d.%d" % version
    chosen = os.environ.get("BENCH_PYTHON_%d_%d" % version)
    pyenv = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
    releases = sorted(os.listdir(pyenv), reverse=True) if os.path.isdir(pyenv) else []
    places = [chosen] if chosen else [os.path.join(pyenv, release, "bin", name) for release in releases]
    if not chosen:
        places.append(os.path.join(os.path.dirname(BENCH), ".pythons/usr/bin", name))
        places += [os.path.join(folder, name) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    # A pyenv shim starts for any version, and then says that it is not there.
    for place in places:
        if os.access(place, os.X_OK) and subprocess.run([place, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return os.path.realpath(place)
    return None


def start(command, cpu, **options):
    """Starts a process on one processor, with the signals of a foreground job."""

    def prepare():
        os.sched_setaffinity(0, {cpu})
        signal.signal(signal.SIGINT, signal.default_int_handler)

    return subprocess.Popen(command, preexec_fn=prepare, **options)


def sample_once(tool, arguments, option, account, target, cpus, rate, seconds):
    """Attaches, measures `seconds` after a warm-up, and ends it by SIGINT."""
    where = [option, str(target.pid)] if option else [str(target.pid)]
    output = arguments[arguments.index("-o") + 1]
    with open(output, "w"), tempfile.TemporaryFile() as said:
        profiler = start([tool.path] + arguments + where, cpus[1], stdout=said, stderr=said, env=tools.environment())
        begun = time.monotonic()
        time.sleep(WARM_UP_SECONDS)
        window = machine.Window([target.pid, profiler.pid], set(cpus))
        time.sleep(seconds)
        window.close()
        elapsed = time.monotonic() - begun
        profiler.send_signal(signal.SIGINT)
        try:
            profiler.wait(60)
        except subprocess.TimeoutExpired:
            profiler.kill()
            profiler.wait()
        said.seek(0)
        text = said.read().decode(errors="replace")
    with open(output, errors="replace") as file:
        result = account(text) or account(file.read(1 << 16))
    if result is None:
        return {"error": (text.strip().splitlines() or ["said nothing"])[-1]}
    taken = result.good + result.partial + result.failed
    if result.missed is None:
        elapsed = result.seconds or elapsed
        share, reached = result.good / (rate * elapsed), taken / elapsed
    else:
        # Its own count of what was due leaves out the time that attaching took.
        share = result.good / (taken + result.missed)
        reached = rate * taken / (taken + result.missed)
    cpu = window.used[1] / window.seconds
    return {
        "share": share, "microseconds": cpu / reached * 1e6 if reached else None, "core": cpu,
        "partial": result.partial, "failed": result.failed, "samples": taken, "others": window.others,
    }


def measure_sampling(version, options, cpus, folder):
    python = find_python(version)
    name = "%d.%d" % version
    print(f"\nSampling at {options.rate:,} Hz: Python {name}, one thread that computes, 20 frames deep")
    if python is None:
        print(f"  missing: Python {name}; nothing was measured")
        return {"missing": f"Python {name}"}
    rows = tools.samplers(python, version, options.seriema_tool, options.rate, os.path.join(folder, "output"))
    for tool, *_ in rows:
        if tool.reason:
            print(f"  missing: {tool.name}: {tool.reason}")
    rows = [row for row in rows if not row[0].reason]
    results = {row[0].name: [] for row in rows}
    target = start([python, os.path.join(TARGETS, "depth_twenty.py")], cpus[0], stdout=subprocess.PIPE)
    try:
        target.stdout.readline()
        for turn in range(options.repeats):
            # Whoever comes first this time comes last the next.
            for row in rows if turn % 2 == 0 else rows[::-1]:
                results[row[0].name].append(sample_once(*row, target, cpus, options.rate, options.seconds))
    finally:
        target.kill()
        target.wait()
    return {tool: summary(runs) for tool, runs in results.items()}


def summary(runs):
    good = [run for run in runs if "error" not in run]
    if not good:
        return {"error": runs[0]["error"], "runs": runs}
    median = {key: statistics.median(run[key] for run in good if run[key] is not None) for key in good[0]}
    return {"median": median, "runs": runs}


def print_sampling(results):
    base = results.get("seriema", {}).get("median")
    print(f"  {'':22}{'reached':>9}{'CPU/sample':>12}{'÷ seriema':>11}{'partial':>9}{'failed':>8}{'others':>8}")
    for tool, result in results.items():
        if "median" not in result:
            print(f"  {tool:22}failed: {result['error']}")
            continue
        row = result["median"]
        ratio = f"{row['microseconds'] / base['microseconds']:.2f}" if base else "–"
        print(
            f"  {tool:22}{row['share']:>9.2%}{row['microseconds']:>9.2f} µs{ratio:>11}"
            f"{row['partial']:>9.0f}{row['failed']:>8.0f}{row['others']:>8.1%}")


def measure_timing(options, cpus, folder):
    python = find_python((3, 13))
    calls = 200_000
    print("\nTiming an empty function: Python 3.13, nanoseconds a call")
    if python is None:
        print("  missing: Python 3.13; nothing was measured")
        return {"missing": "Python 3.13"}
    # A script of its own: tprof imports the module of its target, and a script that runs is another module.
    program = [os.path.join(TARGETS, "time_empty_calls.py"), str(calls)]
    target = "empty_calls:empty"
    commands = {"bare": [python] + program}
    if not options.seriema_tool.reason:
        commands["seriema time"] = [
            options.seriema_tool.path, "time", "--python", python, "-t", target] + program
    place = os.environ.get("BENCH_TPROF")
    environment = dict(tools.environment(), PYTHONPATH=os.pathsep.join([place or "", TARGETS]))
    found = subprocess.run([python, "-c", "import tprof"], env=environment, stderr=subprocess.DEVNULL)
    if found.returncode == 0:
        commands["tprof"] = [python, "-m", "tprof", "-t", target] + program
    else:
        print("  missing: tprof: Python 3.13 cannot import it, and BENCH_TPROF names no folder that has it")
    results = {name: [] for name in commands}
    for turn in range(options.repeats):
        for name in list(commands) if turn % 2 == 0 else list(commands)[::-1]:
            process = start(
                commands[name], cpus[0], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=environment if name == "tprof" else tools.environment())
            output, error = process.communicate(timeout=120)
            found = [line.split()[1] for line in output.decode().splitlines() if line.startswith("ns_per_call")]
            if not found:
                print(f"  {name} failed: {(error.decode().strip().splitlines() or ['said nothing'])[-1]}")
                continue
            results[name].append(float(found[0]))
    medians = {name: statistics.median(values) for name, values in results.items() if values}
    return {"nanoseconds": medians, "runs": results}


def print_timing(results):
    medians = results["nanoseconds"]
    bare = medians.get("bare", 0)
    added = medians.get("seriema time", 0) - bare
    for name, value in medians.items():
        text = f"  {name:22}{value:>9.1f} ns"
        if name != "bare":
            text += f"   + {value - bare:.1f} ns"
            text += f"   ÷ seriema {(value - bare) / added:.2f}" if added > 0 else ""
        print(text)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seriema", help="its executable (default: the release build of this repository)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each tool (default: 5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds of each run, after a warm-up (default: 2)")
    parser.add_argument("--rate", type=int, default=10_000, help="samples a second (default: 10000)")
    options = parser.parse_args()
    built = os.path.join(os.path.dirname(BENCH), ".build/release/seriema")
    options.seriema_tool = tools.find(
        "seriema", "BENCH_SERIEMA", options.seriema or (built if os.path.exists(built) else None))
    if options.seriema_tool.reason:
        parser.error(f"seriema: {options.seriema_tool.reason}; build it: swift build -c release")
    return options


def main():
    options = parse_arguments()
    cpus = machine.processors()
    print(f"target on CPU {cpus[0]}, profiler on CPU {cpus[1]}; medians of {options.repeats} runs, taken in turn")
    if cpus[0] == cpus[1]:
        print("only one CPU may be used: target and profiler are in each other's way, and nobody reaches the rate")
    record = {"rate": options.rate, "seconds": options.seconds, "cpus": cpus, "sampling": {}}
    missed = busy = False
    with tempfile.TemporaryDirectory() as folder:
        for version in [(3, 13), (3, 15)]:
            results = measure_sampling(version, options, cpus, folder)
            record["sampling"]["%d.%d" % version] = results
            if "missing" in results:
                missed = True
                continue
            print_sampling(results)
            ours = results["seriema"].get("median", {"share": 0, "others": 0})
            missed = missed or ours["share"] < REACHED_AT_LEAST
            busy = busy or ours["others"] > QUIET_AT_MOST
        record["timing"] = measure_timing(options, cpus, folder)
        if "missing" not in record["timing"]:
            print_timing(record["timing"])
    os.makedirs(os.path.join(BENCH, "results"), exist_ok=True)
    path = os.path.join(BENCH, "results", time.strftime("%Y-%m-%dT%H-%M-%S.json"))
    with open(path, "w") as file:
        json.dump(record, file, indent=1)
    print(f"\nall runs: {os.path.relpath(path)}")
    if busy:
        print(f"the machine was too busy: others used more than {QUIET_AT_MOST:.0%} of these CPUs meanwhile")
    if missed:
        print(f"Seriema reached less than {REACHED_AT_LEAST:.0%} of the wanted samples, or a Python was missing")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
