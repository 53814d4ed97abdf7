"""Counts the SIGUSR1 that it gets, and says each number; calls and returns meanwhile."""

import signal

seen = 0


def got(number, frame):
    global seen
    seen += 1
    print("got", seen, flush=True)


def leaf():
    return 1


signal.signal(signal.SIGUSR1, got)
print("READY", flush=True)
while True:
    leaf()
