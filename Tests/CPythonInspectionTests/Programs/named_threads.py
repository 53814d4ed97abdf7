"""Starts threads with names, says what they are called by native id, waits; renames one, starts another, and waits again."""

import json
import os
import sys
import threading

read_end, write_end = os.pipe()
NAMES = ["job (x) 2", "worker", "worker", "кириллица", "🦅", "漢字", "a b  c", "quoted 'name'", "n" * 300, "tab\tin it"]


class Renaming(threading.Thread):
    def __init__(self, name):
        threading.Thread.__init__(self, name=name)
        self.extra = 1

    def run(self):
        ready.release()
        os.read(read_end, 1)


def report():
    print(json.dumps({thread.native_id: thread.name for thread in threading.enumerate()}))
    sys.stdout.flush()
    sys.stdin.readline()


ready = threading.Semaphore(0)
threads = [Renaming(name) if index % 2 else threading.Thread(target=lambda: (ready.release(), os.read(read_end, 1)), name=name)
           for index, name in enumerate(NAMES)]
for thread in threads:
    thread.start()
for thread in threads:
    ready.acquire()
report()
threads[1].name = "renamed"
late = Renaming("late")
late.start()
ready.acquire()
report()
for thread in threads + [late]:
    os.write(write_end, b"\n")
for thread in threads + [late]:
    thread.join()
report()
