"""Goes from one function to the next every millisecond: which one a stack shows tells when it was taken.

Says the time (CLOCK_MONOTONIC) at which the first began.
"""

import time

SLOTS = 2000
source = []
for number in range(SLOTS):
    source.append(f"def slot_{number}(end):\n    while clock() < end: pass\n")
clock = time.monotonic
exec("".join(source))
slots = [globals()[f"slot_{number}"] for number in range(SLOTS)]
begun = clock()
print(f"READY {begun:.6f}", flush=True)
for number, slot in enumerate(slots):
    slot(begun + (number + 1) / 1000)
