"""Two interpreters of their own work in threads: one from the start, one once a line comes in."""

import sys
import threading
import time

CODE = """
import time
def work_inside():
    while True:
        time.sleep(0.001)
work_inside()
"""


def run_interpreter():
    try:
        from concurrent import interpreters
    except ImportError:
        pass
    else:
        interpreters.create().exec(CODE)
        return
    try:
        import _interpreters as low_level
    except ImportError:
        import _xxsubinterpreters as low_level
    run = getattr(low_level, "exec", None) or low_level.run_string
    run(low_level.create(), CODE)


def start_one():
    threading.Thread(target=run_interpreter, daemon=True).start()


start_one()
time.sleep(0.3)
print("READY", flush=True)
time.sleep(1)
start_one()
time.sleep(600)
