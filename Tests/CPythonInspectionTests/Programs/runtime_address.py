"""Says its version and where its `_PyRuntime` is, as the interpreter itself knows it."""

import ctypes
import sys
import time

runtime = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
print("%x %x" % (sys.hexversion, runtime))
print("READY", flush=True)
time.sleep(3600)
