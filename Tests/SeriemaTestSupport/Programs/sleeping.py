"""One long sleep, two frames deep."""

import time


def rest():
    time.sleep(3600)  # the only line that is ever running


print("READY", flush=True)
rest()  # the only line of the module that is ever running
