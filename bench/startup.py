"""What samplers take before their first sample, for one stack, and around a program that does nothing."""

import os
import re
import subprocess
import tempfile
import time

import launch
import sampling
import tools


def measure(python, samplers, options, cpus, folder):
    results = {}
    ways = {sampler.name: sampler for sampler in samplers}
    print("  attach to first sample, ms")
    results["attach"] = sampling.in_turn(
        list(ways), options.repeats, lambda way: attach(python, ways[way], cpus, folder))
    show(results["attach"])
    empty = os.path.join(folder, "empty.py")
    with open(empty, "w"):
        pass
    seriema = next(sampler.tool for sampler in samplers if sampler.name == "seriema")
    paths = {sampler.tool.name: sampler.tool.path for sampler in samplers}
    # The file name of what is started says nothing of the place of its output, which must exist for all.
    output = os.path.join(folder, "run-output")
    runs = {"(alone)": [python, empty], "seriema": [seriema.path, "run", "--python", python, empty]}
    dumps = {"seriema": [seriema.path, "dump"]}
    if "py-spy" in paths:
        runs["py-spy"] = [paths["py-spy"], "record", "-f", "raw", "-o", output, "--", python, empty]
        dumps["py-spy"] = [paths["py-spy"], "dump", "--pid"]
    if "austin" in paths:
        runs["austin"] = [paths["austin"], "-o", output, python, empty]
    if "profiling.sampling" in paths:
        runs["profiling.sampling"] = [
            python, "-m", "profiling.sampling", "run", "--collapsed", "-o", output, empty]
        dumps["profiling.sampling"] = [python, "-m", "profiling.sampling", "dump"]
    repeats = options.repeats * 3
    print("  an empty script, start to end, ms")
    results["run"] = sampling.in_turn(list(runs), repeats, lambda way: wall(runs[way]))
    show(results["run"])
    with launch.Target(python, "depth.py", [20], cpus[0]) as target:
        print("  dump of one thread, ms")
        results["dump"] = sampling.in_turn(
            list(dumps), repeats, lambda way: wall(dumps[way] + [str(target.pid)]))
    show(results["dump"])
    return results


def attach(python, sampler, cpus, folder):
    with launch.Target(python, "slots.py", [], cpus[0]) as target:
        begun = float(target.ready[1])
        run = sampling.Run(sampler, target.pid, cpus[1], 10_000, folder)
        time.sleep(0.6)
        run.end()
        slots = [int(number) for number in re.findall(r"slot_(\d+)", run.stacks)]
        if not slots:
            return {"error": run.error or "no stack that could be read"}
        return {"milliseconds": max(0.0, (begun + min(slots) / 1000 - run.begun) * 1000)}


def wall(command):
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        status = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=tools.environment()).returncode
        elapsed = (time.monotonic() - begun) * 1000
        if status != 0:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            return {"error": (lines or [f"exit status {status}"])[-1]}
    return {"milliseconds": elapsed}


def show(results):
    for way, result in results.items():
        text = f"{result['median']['milliseconds']:.1f}" if "median" in result else "failed: " + result["error"]
        print(f"    {way:27}{text:>10}")
