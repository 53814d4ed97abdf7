"""Sixty threads, each a hundred calls deep, that wait."""

import threading

started = threading.Barrier(61)
never = threading.Event()


def down(depth):
    if depth:
        return down(depth - 1)
    started.wait()
    never.wait()


for _ in range(60):
    threading.Thread(target=down, args=(99,), daemon=True).start()
started.wait()
print("READY", flush=True)
never.wait()
