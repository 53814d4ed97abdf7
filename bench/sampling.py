"""One run of a sampler, and several in turn."""

import os
import signal
import statistics
import subprocess
import tempfile
import time

import launch
import machine
import tools


class Run:
    """A sampler attached to a process: begun, looked at after its warm-up, and ended by SIGINT."""

    def __init__(self, sampler, pid, cpu, rate, folder):
        self.sampler, self.rate = sampler, rate
        self.output = os.path.join(folder, "output")
        if os.path.exists(self.output):
            os.remove(self.output)
        self.said = tempfile.TemporaryFile()
        self.begun = time.monotonic()
        self.profiler = launch.start(
            sampler.command(pid, rate, self.output), cpu, stdout=self.said, stderr=self.said,
            env=tools.environment())
        self.pid = self.profiler.pid

    def end(self):
        """Ends it. `account` is its own, or `error` says what it said; `stacks` are its collapsed stacks."""
        self.memory = machine.peak_memory(self.pid)
        self.elapsed = time.monotonic() - self.begun
        self.profiler.send_signal(signal.SIGINT)
        try:
            self.profiler.wait(60)
        except subprocess.TimeoutExpired:
            self.profiler.kill()
            self.profiler.wait()
        self.said.seek(0)
        text = self.said.read().decode(errors="replace")
        self.said.close()
        self.stacks = ""
        if os.path.exists(self.output):
            with open(self.output, errors="replace") as file:
                self.stacks = file.read()
        # austin writes its account into its output.
        self.account = self.sampler.account(text) or self.sampler.account(self.stacks[:1 << 16])
        self.error = None if self.account else (text.strip().splitlines() or ["said nothing"])[-1]
        return self


def once(sampler, target, cpus, rate, options, folder):
    """Measures a sampler for `options.seconds`, after its warm-up."""
    run = Run(sampler, target.pid, cpus[1], rate, folder)
    time.sleep(options.warm_up)
    window = machine.Window([target.pid, run.pid], set(cpus))
    time.sleep(options.seconds)
    window.close()
    account = run.end().account
    if account is None:
        return {"error": run.error}
    taken = account.good + account.partial + account.failed
    if account.missed is None:
        elapsed = account.seconds or run.elapsed
        share, reached, good = account.good / (rate * elapsed), taken / elapsed, account.good / elapsed
    else:
        # Its own count of what was due leaves out the time that attaching took; threads are samples each.
        due = (account.good + account.partial + account.failed) / max(1, options.threads) + account.missed
        share = account.good / max(1, options.threads) / due
        reached = rate * taken / max(1, options.threads) / due
        good = rate * account.good / max(1, options.threads) / due
    core = window.used[1] / window.seconds
    return {
        "share": share, "rate": good, "microseconds": core / good * 1e6 if good else None, "core": core,
        "partial": account.partial / max(1, taken), "failed": account.failed / max(1, taken), "samples": taken,
        "memory": run.memory, "others": window.others,
    }


def in_turn(names, repeats, measure):
    """The results of `measure(name)`, a list for each name: whoever comes first this time comes last the next."""
    results = {name: [] for name in names}
    for turn in range(repeats):
        for name in names if turn % 2 == 0 else names[::-1]:
            results[name].append(measure(name))
    return {name: summary(runs) for name, runs in results.items()}


def summary(runs):
    """The medians of the runs that did not fail."""
    good = [run for run in runs if "error" not in run]
    if not good:
        return {"error": runs[0]["error"], "runs": runs}
    median = {}
    for key in good[0]:
        values = [run[key] for run in good if run.get(key) is not None]
        median[key] = statistics.median(values) if values else None
    return {"median": median, "runs": runs}
