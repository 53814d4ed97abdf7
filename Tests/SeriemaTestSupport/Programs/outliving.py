"""Lives for the seconds given, whatever happens to its profiler, and says so."""

import sys
import time

started = time.monotonic()
print("READY", flush=True)
seconds = float(sys.argv[1])
while time.monotonic() - started < seconds:
    time.sleep(0.01)
print("lived to its end")
