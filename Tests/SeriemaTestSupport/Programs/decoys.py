"""Maps its own CPython again as mere data, below and above, and rests in a callback that ctypes called."""

import ctypes
import mmap
import time

with open("/proc/self/maps") as maps:
    paths = {line.split(None, 5)[5].strip() for line in maps if "/" in line and ("python" in line or "worker" in line)}
kept = []
for path in sorted(paths):
    with open(path, "rb") as file:
        for access in mmap.ACCESS_READ, mmap.ACCESS_COPY:
            try:
                kept.append(mmap.mmap(file.fileno(), 0, access=access))
            except (OSError, ValueError):
                pass
assert kept

comparing = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


@comparing
def compare(left, right):
    print("READY", flush=True)
    time.sleep(3600)
    return 0


def sort():
    numbers = (ctypes.c_int * 2)(2, 1)
    ctypes.CDLL(None).qsort(numbers, 2, 4, compare)


sort()
