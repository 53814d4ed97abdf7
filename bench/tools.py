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
    return Account(taken - partial, partial, failed, number(missed.group(1)) if missed else 0, None)


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
    found = re.search(r"Error rate[ .]*: *(\d+)/(\d+)", text)
    return found and Account(int(found.group(2)) - int(found.group(1)), 0, int(found.group(1)), None, None)


def samplers(python, version, seriema, rate, output):
    """(tool, arguments without the process, where the process goes, account) of everything that reads `version`."""
    py_spy, austin = find("py-spy", "BENCH_PYSPY"), find("austin", "BENCH_AUSTIN")
    rows = [
        (seriema, ["attach", "-r", str(rate), "-o", output], None, seriema_account),
        (py_spy, ["record", "-r", str(rate), "-f", "raw", "-o", output], "-p", py_spy_account),
        (Tool("py-spy --nonblocking", py_spy.path, py_spy.reason),
         ["record", "--nonblocking", "-r", str(rate), "-f", "raw", "-o", output], "-p", py_spy_account),
        (austin, ["-i", str(round(1_000_000 / rate)), "-o", output], "-p", austin_account),
    ]
    if version >= (3, 15):
        tool = Tool("profiling.sampling", python, None)
        arguments = ["-m", "profiling.sampling", "attach", "-r", str(rate), "-d", "3600", "--collapsed", "-o", output]
        rows.append((tool, arguments, None, builtin_account))
    return rows
