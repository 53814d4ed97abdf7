"""What this machine does while something is measured, and what a process costs it."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")
# user, nice, system, irq, softirq and steal of a line in /proc/stat: all but idle and iowait.
BUSY_FIELDS = (1, 2, 3, 6, 7, 8)


def processors():
    """The CPUs for the target and for the profiler: two different ones where there are two."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def process_cpu(pid):
    """CPU seconds of a process so far, with all threads that still run; 0 when it is gone."""
    total = 0
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
    except OSError:
        pass
    return total / 1e9


def peak_memory(pid):
    """The most memory that the process has had, in MiB; None when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return None


class Window:
    """A stretch of time: how long it was, what some processes used, and what everybody else used."""

    def __init__(self, pids, cpus):
        self.pids = pids
        self.cpus = {f"cpu{cpu}" for cpu in cpus}
        self.before = self._read()

    def _read(self):
        with open("/proc/stat") as file:
            rows = [line.split() for line in file]
        busy = sum(int(row[field]) for row in rows if row[0] in self.cpus for field in BUSY_FIELDS) / TICKS
        return time.monotonic(), busy, [process_cpu(pid) for pid in self.pids]

    def close(self):
        now, before = self._read(), self.before
        self.seconds = now[0] - before[0]
        self.used = [after - earlier for after, earlier in zip(now[2], before[2])]
        self.others = max(0.0, now[1] - before[1] - sum(self.used)) / (self.seconds * len(self.cpus))
        return self
