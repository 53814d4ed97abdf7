"""Tells how many bytes of memory five million timed calls leave behind."""

import bodies


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


bodies.loop_timed_0(range(100_000))
before = resident()
bodies.loop_timed_0(range(5_000_000))
print("bytes", resident() - before, flush=True)
