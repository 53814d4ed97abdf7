"""Never stops working, 20 frames below the module."""


def descend(levels):
    if levels > 1:
        return descend(levels - 1)
    print("READY", flush=True)
    total = 0
    while True:
        total += 1


descend(19)
