"""Runs the standard library's `json.tool` on the files given, again and again."""

import runpy
import sys

print("READY", flush=True)
while True:
    runpy.run_module("json.tool", run_name="__main__", alter_sys=True)
