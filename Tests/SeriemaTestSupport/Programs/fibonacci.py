"""Recursion that a cumulative share must count once."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print("READY", flush=True)
while True:
    fib(25)
