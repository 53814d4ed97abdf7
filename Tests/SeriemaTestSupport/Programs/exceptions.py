"""Works outside of exceptions, and in all places where there is one; says when it is ready, and runs on."""

import time


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *reason):
        if reason[0] is not None:
            in_exit()
        return True


def burn(seconds=0.003):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def outside():
    burn(0.012)


def in_except():
    burn()


def in_finally():
    burn()


def in_exit():
    burn()


def in_generator():
    burn()
    yield


def outside_in_generator():
    burn()
    yield


def after():
    burn()


def catch():
    try:
        raise ValueError
    except ValueError:
        in_except()
    after()


def propagate():
    try:
        try:
            raise ValueError
        finally:
            in_finally()
    except ValueError:
        pass
    after()


def leave():
    with Guard():
        raise ValueError
    after()


def generate():
    try:
        raise ValueError
    except ValueError:
        for _ in in_generator():
            pass
    for _ in outside_in_generator():
        pass


def raising_generator():
    try:
        raise ValueError
    except ValueError:
        in_except()
        yield
    after()


def resume():
    for _ in raising_generator():
        outside()


print("READY", flush=True)
while True:
    outside()
    catch()
    propagate()
    leave()
    generate()
    resume()
