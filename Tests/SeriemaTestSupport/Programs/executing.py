"""Works in `before`, then becomes the Python of its first argument, which works in `after`."""

import os
import sys
import time


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def before():
    spin(0.9)


def after():
    spin(0.9)


if len(sys.argv) > 1:
    before()
    os.execv(sys.argv[1], [sys.argv[1], __file__])
after()
