"""Executes itself anew, from a thread other than the first, as often as given."""

import os
import sys
import threading


def work(turns):
    return sum(range(turns))


def execute(rest):
    for _ in range(200):
        work(20)
    os.execv(sys.executable, [sys.executable, os.path.abspath(__file__), str(rest - 1)])


rest = int(sys.argv[1])
if rest == 0:
    print("executed", flush=True)
else:
    print("READY", flush=True)
    thread = threading.Thread(target=execute, args=(rest,))
    thread.start()
    while True:
        work(50)
