"""What Seriema must reach: each figure of a record, and its limit."""

# Place in the record, at least or at most, limit, and what it is. Rates are of a machine that nobody else uses.
LIMITS = [
    (("rates", "10000", "depth 20", "seriema", "share"), "at least", 0.99, "of 10 kHz at depth 20"),
    (("rates", "10000", "depth 20", "seriema", "core"), "at most", 0.10, "of a core at 10 kHz, depth 20"),
    (("rates", "1000000", "depth 5", "seriema --nonblocking", "microseconds"), "at most", 2.4, "µs a sample, depth 5"),
    (("rates", "1000000", "depth 20", "seriema --nonblocking", "microseconds"), "at most", 2.6, "µs a sample, depth 20"),
    (("rates", "1000000", "depth 100", "seriema --nonblocking", "microseconds"), "at most", 4.0, "µs a sample, depth 100"),
    (("rates", "1000000", "depth 500", "seriema --nonblocking", "microseconds"), "at most", 11.0, "µs a sample, depth 500"),
    (("rates", "1000000", "fib", "seriema --nonblocking", "rate"), "at least", 150_000, "good samples/s of fib"),
    (("rates", "1000000", "fib", "seriema --nonblocking", "failed"), "at most", 0.01, "of fib's samples failed"),
    (("rates", "1000000", "fib", "seriema", "failed"), "at most", 0.01, "of fib's samples failed, with stops"),
    (("slowdown", "1000", "seriema", "slowdown"), "at most", 0.02, "slower at 1 kHz"),
    (("slowdown", "10000", "seriema --nonblocking", "slowdown"), "at most", 0.01, "slower at 10 kHz, not stopped"),
    (("slowdown", "1000", "seriema --blocking", "slowdown"), "at most", 0.02, "slower at 1 kHz, always stopped"),
    (("slowdown", "10000", "seriema --blocking", "slowdown"), "at most", 0.20, "slower at 10 kHz, always stopped"),
    (("accuracy", "seriema", "error_points"), "at most", 0.1, "points from the true share"),
    (("startup", "attach", "seriema", "milliseconds"), "at most", 4.0, "ms to the first sample"),
    (("startup", "dump", "seriema", "milliseconds"), "at most", 5.0, "ms for a dump"),
    (("captures", "ratio", "size"), "at most", 0.8, "of the built-in sampler's bytes a sample"),
    (("captures", "ratio", "collapsed"), "at least", 10.0, "times as fast from a capture to collapsed stacks"),
    (("captures", "ratio", "gecko"), "at least", 10.0, "times as fast from a capture to a Gecko profile"),
    (("captures", "ratio", "flamegraph"), "at least", 10.0, "times as fast from a capture to a flame graph"),
    (("captures", "ratio", "collapsed memory"), "at most", 0.25, "of the memory for collapsed stacks"),
    (("captures", "ratio", "gecko memory"), "at most", 0.25, "of the memory for a Gecko profile"),
    (("captures", "ratio", "flamegraph memory"), "at most", 0.25, "of the memory for a flame graph"),
    (("rates", "1000000", "depth 20", "seriema", "memory"), "at most", 12.0, "MiB at most"),
]


def check(record):
    """Prints what misses its limit; returns how many do. What was not measured is not judged, but said."""
    missed, absent = 0, 0
    for place, sense, limit, words in LIMITS:
        value = find(record, place)
        if value is None:
            absent += 1
            continue
        if value >= limit if sense == "at least" else value <= limit:
            continue
        missed += 1
        print(f"  missed: {value:.4g} {words} ({' / '.join(place)}); {sense} {limit:g} is wanted")
    judged = len(LIMITS) - absent
    print(f"  {judged - missed} of {judged} limits kept" + (f"; {absent} not measured" if absent else ""))
    return missed


def find(record, place):
    """The median at a place of the record; for the places without a version, of the newest Python there."""
    section = record.get(place[0], {})
    for version in sorted(section, key=lambda name: [int(part) for part in name.split(".")], reverse=True):
        node = section[version]
        for key in place[1:-1]:
            node = node.get(key, {}) if isinstance(node, dict) else {}
        value = node.get("median", {}).get(place[-1]) if isinstance(node, dict) else None
        if value is not None:
            return value
    return None
