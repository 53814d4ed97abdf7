"""Counts its rounds in the first eight bytes of a file, where others see how far it is."""

import mmap
import struct
import sys

with open(sys.argv[1], "r+b") as file:
    shown = mmap.mmap(file.fileno(), 8)


def count(rounds):
    struct.pack_into("=Q", shown, 0, rounds)
    return rounds + 1


print("READY", flush=True)
rounds = 0
while True:
    rounds = count(rounds)
