"""Reads a profile with two readers of other people: the official protocol buffers, and flameshow's parser."""

import gzip
import sys

from flamegraph_textual.parsers import parse, profile_pb2

from expected import Expected, Weights, hold, same, shown


def unique(messages, what):
    table = {message.id: message for message in messages}
    hold(0 not in table and len(table) == len(messages), f"ids of {what}")
    return table


def main():
    expected = Expected(sys.argv[1])
    with open(sys.argv[2], "rb") as file:
        data = file.read()
    profile = profile_pb2.Profile.FromString(data)
    text = profile.string_table
    same("", text[0], "first text")
    types = [(text[kind.type], text[kind.unit]) for kind in profile.sample_type]
    measures = [("samples", "count"), (expected.mode, "nanoseconds"), ("idle", "nanoseconds")]
    same(measures if expected.mode != "cpu" else measures[:2], types, "types")
    same(expected.mode, text[profile.default_sample_type], "default type")
    same((expected.started_at, expected.elapsed), (profile.time_nanos, profile.duration_nanos), "times")
    same(round(1e9 / expected.wanted_rate), profile.period, "period")
    hold(any(text[comment].startswith("samples: ") for comment in profile.comment), "no ledger")
    functions, locations = unique(profile.function, "functions"), unique(profile.location, "locations")
    mappings = unique(profile.mapping, "mappings")
    names = {}
    for location in locations.values():
        hold(location.mapping_id in mappings and len(location.line) == 1, f"location {location}")
        function = functions[location.line[0].function_id]
        names[location.id] = text[function.name], text[function.filename], function.start_line
    weights, threads = Weights(), {}
    for sample in profile.sample:
        weights.add([names[location] for location in reversed(sample.location_id)], *sample.value)
        labels = {text[label.key]: text[label.str] or label.num for label in sample.label}
        thread = labels["pid"], labels["thread id"], labels["thread"]
        threads[thread] = threads.get(thread, 0) + sample.value[0]
    wanted = {(t["process"], t["thread"], t["shown_name"]): t["samples"] for t in expected.threads if t["samples"]}
    same(wanted, threads, "threads")
    expected.check(weights, shown, "samples", "time", *(["idle"] if expected.mode != "cpu" else []))
    read = parse(gzip.compress(data), sys.argv[2], "pprof")
    same([expected.total["samples"], expected.total["time"]], read.root_stack.values[:2], "what flameshow counts")


main()
