"""Starts so many threads, of which so many compute and the others wait."""

import sys
import threading

count, busy = int(sys.argv[1]), int(sys.argv[2])
event = threading.Event()


def wait():
    event.wait()


def compute():
    number = 0
    while True:
        number += 1


# The main thread is one of those that wait.
for place in range(count - 1):
    threading.Thread(target=compute if place < busy else wait, daemon=True).start()
print("READY", flush=True)
wait()
