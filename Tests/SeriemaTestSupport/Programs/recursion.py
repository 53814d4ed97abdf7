"""Six levels of recursion that take 0.1 s once."""

import time


def descend(levels):
    if levels == 1:
        time.sleep(0.1)
    else:
        descend(levels - 1)


descend(6)
