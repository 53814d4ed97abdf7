"""Calls and returns, and says each SIGUSR1 by its number, 10: a line's end, when the kernel has delivered it.

The interpreter itself may call its handler late: 3.12 has been seen to wait for the next signal.
"""

import os
import signal


def leaf():
    return 1


os.set_blocking(1, False)
signal.signal(signal.SIGUSR1, lambda number, frame: None)
signal.set_wakeup_fd(1)
print("READY", flush=True)
while True:
    leaf()
