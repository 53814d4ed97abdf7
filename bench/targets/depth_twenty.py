"""Computes for ever, 20 Python frames deep."""


def down(frames):
    if frames:
        return down(frames - 1)
    print("READY", flush=True)
    number = 0
    while True:
        number += 1


# `<module>` and 19 calls.
down(18)
