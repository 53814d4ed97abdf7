"""Starts and ends short-lived threads without a pause, a few at a time, under one busy main thread."""

import threading


def work():
    total = 0
    for number in range(2000):
        total += number
    return total


def start_and_end():
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


print("READY", flush=True)
while True:
    start_and_end()
