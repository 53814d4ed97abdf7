"""Computes for ever, as many Python frames deep as the first argument says."""

import sys

frames = int(sys.argv[1])
sys.setrecursionlimit(frames + 100)


def down(rest):
    if rest:
        return down(rest - 1)
    print("READY", flush=True)
    number = 0
    while True:
        number += 1


# `<module>` is the first of them.
down(frames - 2)
