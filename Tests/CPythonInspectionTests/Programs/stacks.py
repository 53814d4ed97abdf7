"""One stack of a known shape, named by the argument."""

import resource
import sys

from rendezvous import rendezvous, start_waiting, wait_for_byte


def nested():
    def first():
        second()

    def second():
        third()

    def third():
        x = 1
        rendezvous()
        return x

    first()


def numbers():
    yield 1
    yield from more_numbers()


def more_numbers():
    yield 2
    rendezvous()
    yield 3


def generator():
    return sum(number for number in numbers())


async def inner_coroutine():
    rendezvous()


async def coroutine_body():
    await inner_coroutine()


def coroutine():
    try:
        coroutine_body().send(None)
    except StopIteration:
        pass


def key(value):
    if value == 2:
        rendezvous()
    return value


def sorted_key():
    return sorted([3, 1, 2], key=key)


class Resource:
    def __enter__(self):
        rendezvous()
        return self

    def __exit__(self, *details):
        return False

    def __init__(self):
        self.value = 1

    @property
    def answer(self):
        rendezvous()
        return 42


def method():
    with Resource() as resource:
        return resource.answer


def body_of_thread(descriptor):
    wait_for_byte(descriptor)


def thread():
    finish = start_waiting(body_of_thread)
    rendezvous()
    finish()


def threads_come_and_go():
    running = []
    for step in range(40):
        if step % 3 == 2:
            running.pop(0)()
        else:
            running.append(start_waiting(body_of_thread))
        rendezvous()
    for finish in running:
        finish()
    rendezvous()


def down(depth):
    if depth > 1:
        return down(depth - 1) + 1
    rendezvous()
    return 1


def allow_depth(depth):
    sys.setrecursionlimit(depth + 1000)
    if sys.version_info < (3, 11):
        # Every call takes a piece of the C stack, which grows as far as it may when it is needed.
        limit = resource.getrlimit(resource.RLIMIT_STACK)[1]
        resource.setrlimit(resource.RLIMIT_STACK, (limit, limit))


def recursion(depth):
    allow_depth(depth)
    down(depth)


def deep_generator(depth):
    if depth > 0:
        yield from deep_generator(depth - 1)
    else:
        rendezvous()
        yield 0


def generators(depth):
    allow_depth(depth)
    list(deep_generator(depth))


def left(walk, depth):
    walk.go_on(depth)


def right(walk, depth):
    1
    walk.go_on(depth)


def in_generator(walk, depth):
    walk.go_on(depth)
    yield


class Walk:
    """Up and down at random, about a hundred calls deep."""

    def __init__(self, stops):
        self.stops = stops
        self.state = 1

    def chance(self, count):
        self.state = (self.state * 1103515245 + 12345) % (1 << 31)
        return (self.state >> 16) % count

    def go_on(self, depth):
        while self.stops > 0:
            what = self.chance(8)
            if depth < 100 or what < 3 and depth < 300:
                self.deeper(self.chance(10), depth + 1)
            elif what < 5:
                self.stops -= 1
                rendezvous()
            else:
                return

    def deeper(self, way, depth):
        if way < 4:
            left(self, depth)
        elif way < 8:
            right(self, depth)
        elif way == 8:
            sorted([1], key=lambda _: left(self, depth))
        else:
            for _ in in_generator(self, depth):
                pass


def wandering(stops):
    allow_depth(2000)
    Walk(stops).go_on(0)


def class_body():
    class Inside:
        value = 1
        rendezvous()


def in_lambda():
    return (lambda: [rendezvous() for _ in "1"])()


def cyrillic():
    source = "\n\ndef кириллица():\n    rendezvous()\n\nкириллица()\n"
    exec(compile(source, "/tmp/🦤 seriema.py", "exec"), {"rendezvous": rendezvous})


def long_names():
    for letter in "nж𝔫":
        name = letter * 1100
        exec(compile(f"def {name}():\n    rendezvous()\n{name}()", name, "exec"), {"rendezvous": rendezvous})


def bent_lines():
    (
        rendezvous()
        if sys.version_info >= (3,)
        else
        None
    )
    return [
        rendezvous()
        for _ in range(1)
    ]


globals()[sys.argv[1]](*map(int, sys.argv[2:]))
