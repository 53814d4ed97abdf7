"""Has a child that has ended and is never waited for; tells its pid."""

import os
import time

child = os.fork()
if child == 0:
    os._exit(0)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
print("zombie", child)
print("READY", flush=True)
time.sleep(3600)
