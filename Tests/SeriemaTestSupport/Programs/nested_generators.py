"""`start` calls `spin`, which goes through generators in generators without end: what is inside of it moves all the time."""


def walk(depth):
    if depth == 0:
        yield 1
        return
    for _ in range(2):
        yield from walk(depth - 1)


def spin():
    while True:
        for _ in walk(6):
            pass


def start():
    spin()


print("READY", flush=True)
start()
