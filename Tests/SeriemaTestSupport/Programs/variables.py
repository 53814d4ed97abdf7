"""Stands still in a method, with variables of many kinds; says READY."""

import sys
import threading
import time


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def wait(self, seconds, *rest, flag=True, **options):
        items = [1, 2, 3]
        text = "it's\x1b[31m"
        big = 10**30
        nothing = None
        ratio = 2.5
        table = {"a": (1, None), 2: {3}}

        def inner():
            return items, seconds

        sys.stdout.write("READY\n")
        sys.stdout.flush()
        return sum([time.sleep(seconds) or 1, len(items)])


def handle(outer):
    def closure():
        try:
            raise ValueError("bad", 7)
        except ValueError as error:
            return Point(1, 2.5).wait(outer, "r1", "r2", flag=False, o=b"xyz")

    return closure()


def spin(ready):
    count = 0
    ready.release()
    while True:
        count += 1


ready = threading.Semaphore(0)
for name in sys.argv[1:]:
    threading.Thread(target=spin, args=(ready,), name=name, daemon=True).start()
    ready.acquire()
number = 42
handle(1000)
