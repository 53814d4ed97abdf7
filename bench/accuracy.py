"""How far the shares that samplers find are from those that the program knows of itself."""

import re
import time

import launch
import sampling

NAMES = ["long", "middle", "short"]
# Turns of 0.2 to 1 ms: in less time chance alone is more than the 0.1 points that are looked for.
SECONDS = 8


def measure(python, samplers, rate, options, cpus, folder):
    ways = {sampler.name: sampler for sampler in samplers}

    def once(way):
        with launch.Target(python, "known_shares.py", [], cpus[0]) as target:
            time.sleep(0.1)
            before = spent(target)
            run = sampling.Run(ways[way], target.pid, cpus[1], rate, folder)
            # Time that it needs to begin is not sampled, and counts against it.
            time.sleep(max(SECONDS, options.seconds))
            after = spent(target)
            if run.end().account is None:
                return {"error": run.error}
            true = {name: after[name] - before[name] for name in NAMES}
            return errors(true, samples(run.stacks))

    results = sampling.in_turn(list(ways), options.repeats, once)
    for way, result in results.items():
        text = f"{result['median']['error_points']:.2f} points" if "median" in result else "failed: " + result["error"]
        print(f"    {way:27}{text:>14}")
    return results


def spent(target):
    return {name: float(seconds) for name, seconds in (word.split("=") for word in target.ask().split())}


def samples(stacks):
    """Samples of each function, from collapsed stacks of any of the tools."""
    counts = dict.fromkeys(NAMES, 0.0)
    for line in stacks.splitlines():
        frames, _, number = line.rpartition(" ")
        if not number.replace(".", "").isdigit():
            continue
        for frame in reversed(frames.split(";")):
            words = re.split(r"[ :(]", frame)
            found = next((name for name in NAMES if name in words), None)
            if found:
                counts[found] += float(number)
                break
    return counts


def errors(true, counts):
    whole, total = sum(true.values()), sum(counts.values())
    if not total:
        return {"error": "no stack that could be read"}
    return {"error_points": max(abs(counts[name] / total - true[name] / whole) for name in NAMES) * 100}
