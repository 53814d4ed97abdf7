"""How much slower a program runs while it is sampled."""

import statistics
import subprocess
import sys
import threading
import time

import launch
import sampling

RATES = [100, 1_000, 10_000]
WINDOW_SECONDS = 0.8


class Rounds:
    """Reads how long each round of a target took, as it says it."""

    def __init__(self, target):
        self.times = []
        self.thread = threading.Thread(target=self._read, args=(target.process.stdout,), daemon=True)
        self.thread.start()

    def _read(self, lines):
        try:
            for line in lines:
                self.times.append(int(line))
        except ValueError:
            # Closed, or cut off at the end.
            pass

    def of(self, seconds):
        """The lower quartile of the rounds in the next seconds: what other programs disturbed is above it."""
        begin = len(self.times)
        time.sleep(seconds)
        times = self.times[begin:]
        return statistics.quantiles(times, n=4)[0] if len(times) > 10 else None


def measure(python, samplers, options, cpus, folder):
    """{rate: {sampler: summary}}, with a control that only keeps the other processor busy, as the control."""
    results = {}
    window = options.seconds if options.quick else WINDOW_SECONDS
    for rate in RATES:
        ways = {"(control)": None}
        ways.update((sampler.name, sampler) for sampler in samplers)
        results[rate] = sampling.in_turn(
            list(ways), options.repeats,
            lambda way: once(python, ways[way], rate, window, options, cpus, folder))
        show(rate, results[rate])
    return results


def once(python, sampler, rate, window, options, cpus, folder):
    seconds = 2 * window + 2 * options.warm_up + 5
    with launch.Target(python, "fib.py", [seconds], cpus[0]) as target:
        rounds = Rounds(target)
        spin(cpus[1], 0.2, rounds)
        bare = spin(cpus[1], window, rounds)
        if sampler is None:
            beside = spin(cpus[1], window, rounds)
        else:
            run = sampling.Run(sampler, target.pid, cpus[1], rate, folder)
            time.sleep(options.warm_up)
            beside = rounds.of(window)
            if run.end().account is None:
                return {"error": run.error}
        if not bare or not beside:
            return {"error": "the target said nothing"}
        return {"slowdown": beside / bare - 1}


def spin(cpu, seconds, rounds):
    """The rounds while a loop keeps the profiler's processor busy: two processors of one core slow each other."""
    loop = launch.start([sys.executable, "-c", "while True: pass"], cpu)
    try:
        return rounds.of(seconds)
    finally:
        loop.kill()
        loop.wait()


def show(rate, results):
    print(f"  at {rate:,} Hz")
    for way, result in results.items():
        text = f"{result['median']['slowdown']:+.1%}" if "median" in result else "failed: " + result["error"]
        print(f"    {way:27}{text:>10}")
