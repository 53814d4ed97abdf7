"""Works in the state argv[1] until SIGTERM, checks its own results, and says what is left of those who came and went.

`step` is called again and again, in the states where anything is.
"""

import asyncio
import importlib
import json
import os
import select
import signal
import sys
import threading
import time

ended = False
steps = 0
mistakes = 0


def end(*_):
    global ended
    ended = True
    if state in ("sleeping", "selecting", "asyncio"):
        raise SystemExit


def step(n=50):
    total = 0
    for i in range(n):
        total += i * i
    return total


def failing(n):
    try:
        return step(n) // 0
    except ZeroDivisionError:
        return None


def check(result, expected):
    global steps, mistakes
    steps += 1
    mistakes += result != expected


def busy():
    while not ended:
        check(step(), 40425)
        check(failing(3), None)


def sleeping():
    time.sleep(3600)


def selecting():
    reader, writer = os.pipe()
    select.select([reader], [], [], 3600)


def in_c():
    while not ended:
        check(sum(range(8_000_000)), 31999996000000)
        step()


def threads():
    workers = [threading.Thread(target=busy) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


async def idle():
    while True:
        check(step(), 40425)
        await asyncio.sleep(0.05)


def allocating():
    kept = []
    while not ended:
        kept.append([bytearray(600 + i * 37 % 5000) for i in range(60)])
        check(len(kept[-1]), 60)
        if len(kept) > 20:
            del kept[::2]
        step()


def importing():
    names = ["_decimal", "decimal", "fractions", "_json", "json.decoder", "_csv", "csv", "colorsys"]
    expected = [importlib.import_module(name).__name__ for name in names]
    while not ended:
        for name in names:
            sys.modules.pop(name, None)
        check([importlib.import_module(name).__name__ for name in names], expected)
        step()


def leftovers():
    """Tool ids that are taken, and events that are set for whoever takes one next."""
    monitoring = sys.monitoring
    taken = [monitoring.get_tool(tool) for tool in range(6) if monitoring.get_tool(tool)]
    events = 0
    for tool in range(6):
        if monitoring.get_tool(tool):
            continue
        monitoring.use_tool_id(tool, "test")
        events |= monitoring.get_events(tool)
        for function in (step, failing, check, busy, in_c, allocating, importing, idle):
            events |= monitoring.get_local_events(tool, function.__code__)
        for event in (monitoring.events.PY_START, monitoring.events.PY_RETURN, monitoring.events.PY_UNWIND):
            events |= monitoring.register_callback(tool, event, None) is not None
        monitoring.free_tool_id(tool)
    return taken, events


def is_agents(link):
    try:
        return "memfd:seriema" in os.readlink(link)
    except OSError:
        return False


state = sys.argv[1]
signal.signal(signal.SIGTERM, end)
print("READY", flush=True)
try:
    if state == "asyncio":
        asyncio.run(idle())
    else:
        {
            "busy": busy,
            "sleeping": sleeping,
            "selecting": selecting,
            "in_c": in_c,
            "threads": threads,
            "allocating": allocating,
            "importing": importing,
        }[state]()
except SystemExit:
    pass
taken, events = leftovers()
# A thread that has done its work may still be on its way out.
for _ in range(100):
    if len(os.listdir("/proc/self/task")) == 1:
        break
    time.sleep(0.01)
print(
    json.dumps(
        {
            "steps": steps,
            "mistakes": mistakes,
            "tools": taken,
            "events": events,
            "threads": len(os.listdir("/proc/self/task")),
            "files": sum(is_agents(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")),
            "libraries": sum(
                "seriema-agent" in line and line.split()[2] == "00000000" for line in open("/proc/self/maps")
            ),
        }
    )
)
