"""Checks trace events: that slices nest as trace viewers ask for, and their times.

Source: "Trace Event Format", https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
"""

import json
import sys

from expected import Expected, Weights, hold, same


def check_events(events, weights):
    """Follows the slices of each thread, in the order of the file, which viewers keep for equal times."""
    stacks, times, names = {}, {}, {}
    for event in events:
        thread = event["pid"], event["tid"]
        if event["ph"] == "M":
            same({"ph", "pid", "tid", "ts", "name", "args"}, set(event), "metadata")
            names[event["name"], event["pid"], event["tid"]] = event["args"]["name"]
            continue
        now = round(event["ts"] * 1000)
        stack, last = stacks.setdefault(thread, []), times.get(thread, 0)
        hold(now >= last, f"time runs back at {event}")
        if stack and now > last:
            functions = [name for name in stack if name != "(idle)"]
            weights.add(functions, now - last, (now - last) if stack[-1] == "(idle)" else 0)
        times[thread] = now
        if event["ph"] == "B":
            same({"ph", "pid", "tid", "ts", "name", "cat"}, set(event), "slice")
            stack.append(event["name"])
        else:
            same({"ph", "pid", "tid", "ts"}, set(event), "end of a slice")
            same("E", event["ph"], "kind of event")
            hold(stack, f"nothing to end at {event}")
            stack.pop()
    hold(not any(stacks.values()), "slices that never end")
    return names


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        trace = json.load(file)
    hold(trace["displayTimeUnit"] in ("ms", "ns"), "unit")
    same(expected.started_at, trace["otherData"]["started_at"], "start")
    weights = Weights()
    names = check_events(trace["traceEvents"], weights)
    for thread in expected.threads:
        same(thread["shown_name"], names["thread_name", thread["process"], thread["thread"]], "thread's name")
        hold(thread["command"] in {name for key, name in names.items() if key[:2] == ("process_name", thread["process"])},
             "process's name")
    # A sample is idle or not: what is idle for a part of it shows as one of both.
    times = Weights()
    times.own = {key: value[:1] for key, value in weights.own.items()}
    times.total = {key: value[:1] for key, value in weights.total.items()}
    expected.check(times, lambda function: function["label"], "time")


main()
