"""Checks a profile for speedscope: what its schema asks for, its weights, and that flameshow reads it.

Source: https://www.speedscope.app/file-format-schema.json.
"""

import json
import sys

from flamegraph_textual.parsers import parse

from expected import Expected, Weights, hold, same, shown


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        profile = json.load(file)
    same("https://www.speedscope.app/file-format-schema.json", profile["$schema"], "schema")
    for key in ("name", "exporter"):
        hold(isinstance(profile[key], str), key)
    hold(0 <= profile["activeProfileIndex"] <= len(profile["profiles"]), "active profile")
    frames = []
    for frame in profile["shared"]["frames"]:
        hold(set(frame) in ({"name"}, {"name", "file", "line"}), f"frame {frame}")
        frames.append((frame["name"], frame.get("file", ""), frame.get("line", 0)))
    weights = Weights()
    same(len(expected.threads), len(profile["profiles"]), "profiles")
    for thread, wanted in zip(profile["profiles"], expected.threads):
        same({"type", "name", "unit", "startValue", "endValue", "samples", "weights"}, set(thread), "members")
        same(("sampled", "nanoseconds"), (thread["type"], thread["unit"]), "type and unit")
        hold(thread["name"].startswith(f"{wanted['shown_name']} ({wanted['thread']})"), f"name {thread['name']}")
        same(len(thread["samples"]), len(thread["weights"]), "number of weights")
        same(wanted["time"], sum(thread["weights"]), "time of the thread")
        same(wanted["time"], thread["endValue"] - thread["startValue"], "length of the thread")
        for stack, weight in zip(thread["samples"], thread["weights"]):
            hold(all(isinstance(frame, int) and 0 <= frame < len(frames) for frame in stack), f"frames {stack}")
            weights.add([frames[frame] for frame in stack], weight)
    expected.check(weights, shown, "time")
    with open(sys.argv[2], "rb") as file:
        read = parse(file.read(), sys.argv[2], "speedscope")
    same(expected.threads[0]["time"], read.root_stack.values[0], "what flameshow counts")


main()
