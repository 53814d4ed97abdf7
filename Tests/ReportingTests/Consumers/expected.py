"""What a report must say: functions with their own and total weights, as the profile has them."""

import json
import sys


class Weights:
    """Samples, time and idle time by function, from stacks."""

    def __init__(self):
        self.own = {}
        self.total = {}

    def add(self, stack, *values):
        """Counts one sample, its outermost function first; recursion is counted once."""
        for function in dict.fromkeys(stack):
            self._add(self.total, function, values)
        if stack:
            self._add(self.own, stack[-1], values)

    @staticmethod
    def _add(table, function, values):
        table[function] = tuple(map(sum, zip(table.get(function, (0,) * len(values)), values)))


class Expected:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.values = json.load(file)

    def __getattr__(self, name):
        return self.values[name]

    def check(self, weights, key, *measures):
        """Compares with the profile; `key` names a function as the report does, `measures` says what was counted."""
        for name, table in (("own", weights.own), ("total", weights.total)):
            wanted = {}
            for function in self.functions:
                values = tuple(function[name][measure] for measure in measures)
                place = key(function)
                wanted[place] = tuple(map(sum, zip(wanted.get(place, (0,) * len(values)), values)))
            wanted = {place: values for place, values in wanted.items() if any(values)}
            found = {place: values for place, values in table.items() if any(values)}
            for place in wanted.keys() | found.keys():
                same(wanted.get(place), found.get(place), f"{name} {measures} of {place!r}")


def same(wanted, found, what):
    """Fails with both where they differ."""
    if wanted != found:
        sys.exit(f"{what}: wanted {wanted!r}, found {found!r}")


def hold(condition, what):
    if not condition:
        sys.exit(what)


def shown(function):
    return function["shown_name"], function["shown_file"], function["line"]
