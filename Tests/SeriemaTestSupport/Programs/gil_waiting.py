"""Threads that take the GIL from each other, one that sleeps without it, and one that waits for a lock."""

import threading
import time

lock = threading.Lock()


def spin():
    while True:
        pass


def rest():
    time.sleep(3600)


def wait():
    lock.acquire()


lock.acquire()
for target in (spin, spin, rest, wait):
    threading.Thread(target=target, name=target.__name__, daemon=True).start()
print("READY", flush=True)
time.sleep(3600)
