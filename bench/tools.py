"""The tools that are measured, how each is called, and how its own account is read."""

import os
import re
import shutil
import subprocess
from collections import namedtuple

# A tool that is there, or `reason` says why it cannot be measured.
Tool = namedtuple("Tool", "name path reason")
# What one run of a sampler came to: samples it calls good, bad ones, and the seconds it says it sampled (or None).
Account = namedtuple("Account", "good partial failed missed seconds")


def find(name, variable, default=None):
    path = os.environ.get(variable) or default or shutil.which(name)
    if path is None:
        return Tool(name, None, f"not on PATH, and {variable} is not set")
    try:
        ran = subprocess.run([path, "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
    except OSError as error:
        return Tool(name, None, f"{path} cannot be run: {error.strerror}")
    if ran.returncode != 0:
        reason = ran.stdout.decode(errors="replace").strip().splitlines() or [f"exit status {ran.returncode}"]
        return Tool(name, None, f"{path} does not start: {reason[-1]}")
    return Tool(name, path, None)


def environment():
    """Ours, without what would slow a peer: see README.md."""
    clean = {key: value for key, value in os.environ.items() if key != "RUST_BACKTRACE"}
    clean["AUSTIN_NO_LOGGING"] = "1"
    return clean


def number(text):
    return 0 if text in ("no", "none") else int(text.replace(",", ""))


def seriema_account(text):
    samples = re.search(r"samples: (\S+) taken, (\S+)(?: of them)? partial, (\S+) failed", text)
    if samples is None:
        return None
    taken, partial, failed = map(number, samples.groups())
    missed = re.search(r"late, (\S+) missed", text)
    left_out = re.search(r"; (\S+) ticks? left out", text)
    not_taken = sum(number(found.group(1)) for found in (missed, left_out) if found)
    return Account(taken - partial, partial, failed, not_taken, None)


def py_spy_account(text):
    found = re.search(r"Samples: (\d+) Errors: (\d+)", text)
    return found and Account(int(found.group(1)), 0, int(found.group(2)), None, None)


def builtin_account(text):
    found = re.search(r"Captured ([\d,]+) samples in ([\d.]+) seconds", text)
    if found is None:
        return None
    error = re.search(r"Error rate: ([\d.]+)", text)
    samples = number(found.group(1))
    failed = round(samples * float(error.group(1)) / 100) if error else 0
    return Account(samples - failed, 0, failed, None, float(found.group(2)))


def austin_account(text):
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    found = re.search(r"Error rate[ .:]*(\d+)/(\d+)", plain)
    return found and Account(int(found.group(2)) - int(found.group(1)), 0, int(found.group(1)), None, None)


class Sampler:
    """A tool in one of its ways to sample: how it is called, and how its account is read."""

    def __init__(self, tool, options, rate, where, account):
        self.name = " ".join([tool.name] + [word for word in options if word.endswith("blocking")])
        self.tool, self.options, self.rate, self.where, self.account = tool, options, rate, where, account

    def command(self, pid, rate, output):
        """Sample a process at a rate until SIGINT, and write collapsed stacks."""
        return [self.tool.path] + self.options + self.rate(rate) + ["-o", output] + self.where + [str(pid)]


def samplers(python, version, seriema):
    """Everything that reads this version: `.tool.reason` says why it cannot be measured here."""
    py_spy, austin = find("py-spy", "BENCH_PYSPY"), find("austin", "BENCH_AUSTIN")

    def plain(rate):
        return ["-r", str(rate)]

    def interval(rate):
        return ["-i", str(max(1, round(1_000_000 / rate)))]

    ours = ["attach", "--collapsed"]
    all_ways = [
        Sampler(seriema, ours, plain, [], seriema_account),
        Sampler(seriema, ours + ["--nonblocking"], plain, [], seriema_account),
        Sampler(seriema, ours + ["--blocking"], plain, [], seriema_account),
        Sampler(py_spy, ["record", "-f", "raw"], plain, ["-p"], py_spy_account),
        Sampler(py_spy, ["record", "-f", "raw", "--nonblocking"], plain, ["-p"], py_spy_account),
        Sampler(austin, [], interval, ["-p"], austin_account),
    ]
    if version >= (3, 15):
        tool = Tool("profiling.sampling", python, None)
        words = ["-m", "profiling.sampling", "attach", "-d", "3600", "--collapsed"]
        all_ways.append(Sampler(tool, words, plain, [], builtin_account))
        all_ways.append(Sampler(tool, words + ["--blocking"], plain, [], builtin_account))
    return all_ways
