"""Starts ten threads with names, which wait; says READY, and waits itself."""

import sys
import threading
import time

NAMES = ["job (x) 2", "worker", "worker", "кириллица", "🦅", "漢字", "a; b", "quoted 'name'", "n" * 300, "esc\x1b[31m"]


def wait(ready):
    ready.release()
    while True:
        time.sleep(1)


def start():
    ready = threading.Semaphore(0)
    for name in NAMES:
        threading.Thread(target=wait, args=(ready,), name=name, daemon=True).start()
    for _ in NAMES:
        ready.acquire()


start()
sys.stdout.write("READY\n")
sys.stdout.flush()
time.sleep(1000)
