"""Two call chains that take turns as fast as they can; a stack that mixes them never exists."""


def leaf_a():
    return 1


def leaf_b():
    return 2


def hot_a():
    return leaf_a()


def hot_b():
    return leaf_b()


print("READY", flush=True)
while True:
    hot_a()
    hot_b()
