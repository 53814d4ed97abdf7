"""Threads of which each runs two call chains that take turns; a stack that mixes them never exists."""

import sys
import threading


def leaf_a():
    return 1


def leaf_b():
    return 2


def hot_a():
    return leaf_a()


def hot_b():
    return leaf_b()


def work():
    while True:
        hot_a()
        hot_b()


for _ in range(int(sys.argv[1])):
    threading.Thread(target=work, daemon=True).start()
print("READY", flush=True)
threading.Event().wait()
