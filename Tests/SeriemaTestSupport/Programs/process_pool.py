"""Lets a pool of processes work on what is sent to them; says who did."""

import concurrent.futures
import os
import time


class Task:
    def __init__(self, number):
        self.number = number


def work(task):
    end = time.monotonic() + 0.05
    while time.monotonic() < end:
        pass
    return task.number, os.getpid()


if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        results = list(pool.map(work, [Task(number) for number in range(20)]))
    assert [number for number, _ in results] == list(range(20))
    for process in sorted({process for _, process in results}):
        print(process, flush=True)
