"""Captures beside those of Python's own sampler: bytes a sample, and what it takes to turn one into another report."""

import os
import re
import signal
import statistics
import subprocess
import time

import launch
import tools

SAMPLES = 600_000
THREADS = 3
REPORTS = ["collapsed", "gecko", "flamegraph"]


def measure(python, seriema, options, cpus, folder):
    """Both record the same process, one after the other; then each capture is replayed in turn."""
    seconds = max(1, round((30_000 if options.quick else SAMPLES) / THREADS / options.rate))
    recorders = {
        "seriema": [seriema.path, "attach", "--nonblocking", "--no-summary", "--binary"],
        "profiling.sampling": [python, "-m", "profiling.sampling", "attach", "-a", "--binary"],
    }
    found = {}
    with launch.Target(python, "walking.py", [], cpus[0]) as target:
        for name, command in recorders.items():
            path = os.path.join(folder, f"{name}.capture")
            command = command + ["-r", str(options.rate), "-o", path, str(target.pid)]
            samples = record(command, cpus[1], seconds, seriema if name == "seriema" else None, path)
            if not samples:
                print(f"    {name}: recorded nothing")
                continue
            found[name] = {"samples": samples, "bytes_a_sample": os.path.getsize(path) / samples}
            print(f"    {name:20} {samples:9,} samples, {found[name]['bytes_a_sample']:.2f} bytes each")
    replay(found, {"seriema": [seriema.path], "profiling.sampling": [python, "-m", "profiling.sampling"]}, options, folder)
    ours, theirs = found.get("seriema"), found.get("profiling.sampling")
    if ours and theirs:
        ratios = {"size": ours["bytes_a_sample"] / theirs["bytes_a_sample"]}
        found["ratio"] = {"median": ratios}
        for report in REPORTS:
            if report in ours and report in theirs:
                ratios[report] = theirs[report]["seconds"] / ours[report]["seconds"]
                ratios[report + " memory"] = ours[report]["memory"] / theirs[report]["memory"]
        print("    ratios: " + ", ".join(f"{name} {value:.2f}" for name, value in ratios.items()))
    return found


def record(command, cpu, seconds, seriema, path):
    """Records for so long; returns the number of samples in the capture."""
    process = launch.start(
        command, cpu, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=tools.environment())
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=120)[0].decode(errors="replace")
    if seriema is None:
        samples = re.search(r"\(([\d,]+) samples\)", said)
        return samples and int(samples.group(1).replace(",", ""))
    table = subprocess.run([seriema.path, "replay", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    account = tools.seriema_account(table.stdout.decode())
    return account and account.good + account.partial


def replay(found, commands, options, folder):
    """CPU seconds a million samples, and peak memory in MiB, of each report; medians of runs in turn."""
    runs = {}
    for _ in range(options.repeats):
        for report in REPORTS:
            for name in found:
                output = os.path.join(folder, "replayed")
                process = subprocess.Popen(
                    commands[name] + ["replay", f"--{report}", "-o", output, os.path.join(folder, f"{name}.capture")],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                status, usage = os.wait4(process.pid, 0)[1:]
                process.returncode = os.waitstatus_to_exitcode(status)
                if process.returncode == 0:
                    runs.setdefault((name, report), []).append(
                        ((usage.ru_utime + usage.ru_stime) / found[name]["samples"] * 1e6, usage.ru_maxrss / 1024))
    for (name, report), values in runs.items():
        seconds, memory = (statistics.median(column) for column in zip(*values))
        found[name][report] = {"seconds": seconds, "memory": memory}
        print(f"    {name:20} {report:10} {seconds:6.2f} s a million samples, {memory:5.0f} MiB")
