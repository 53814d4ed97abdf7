"""A function that does nothing, and loops that take the time of it."""

from time import perf_counter_ns


def empty():
    pass


def loop(count):
    begin = perf_counter_ns()
    for _ in range(count):
        empty()
    return perf_counter_ns() - begin


def bare_loop(count):
    begin = perf_counter_ns()
    for _ in range(count):
        pass
    return perf_counter_ns() - begin
