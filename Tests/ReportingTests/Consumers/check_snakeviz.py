"""Reads a file as snakeviz does for its page."""

import json
import pstats
import sys

from snakeviz.stats import json_stats, table_rows

from expected import Expected, hold, same


def main():
    expected = Expected(sys.argv[1])
    stats = pstats.Stats(sys.argv[2])
    rows = table_rows(stats)
    same(len(stats.stats), len(rows), "rows")
    same(expected.total["samples"], sum(int(str(row[0][0]).split("/")[-1]) for row in rows), "samples")
    tree = json.loads(json.dumps(json_stats(stats)))
    for node in tree.values():
        hold(set(node["callers"]) <= set(tree), "callers that are not there")


main()
