"""Starts children one after the other, in the way that its first argument says.

Each says its process id and how many milliseconds it will work for, and how long that took on a busy machine.
"""

import multiprocessing
import os
import subprocess
import sys
import time


def work(milliseconds):
    print(os.getpid(), milliseconds, flush=True)
    start = time.monotonic()
    while time.monotonic() < start + milliseconds / 1000:
        pass
    print("ended", os.getpid(), round((time.monotonic() - start) * 1000), flush=True)


def fork(milliseconds):
    child = os.fork()
    if child == 0:
        work(milliseconds)
        os._exit(milliseconds % 100)
    os.waitpid(child, 0)


def spawn(milliseconds):
    process = multiprocessing.get_context("spawn").Process(target=work, args=(milliseconds,))
    process.start()
    process.join()


def popen(milliseconds):
    subprocess.run([sys.executable, __file__, "work", str(milliseconds)], check=True)


if __name__ == "__main__":
    start = {"fork": fork, "spawn": spawn, "popen": popen, "work": work}[sys.argv[1]]
    for argument in sys.argv[2:]:
        start(int(argument))
