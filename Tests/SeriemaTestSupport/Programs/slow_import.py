"""Takes 10 ms of the processor to be imported."""

import time


def spin(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


spin(0.01)
