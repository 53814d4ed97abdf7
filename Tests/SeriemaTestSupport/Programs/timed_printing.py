import sys
import time


def work(n):
    time.sleep(0.02)
    print("line", n, flush=True)


for n in range(40):
    work(n)
print("prompt> ", end="", flush=True)
time.sleep(0.6)
print("answer", flush=True)
