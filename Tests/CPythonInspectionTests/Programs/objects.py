"""Says where objects are and how they should be read, and then waits for a word."""

import collections
import enum
import json
import os
import sys


class Empty:
    pass


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self):
        pass


class Slotted:
    __slots__ = ("left", "right", "unset")

    def __init__(self):
        self.left = 1
        self.right = "r"


class Both(Slotted):
    __slots__ = ("third", "__dict__")

    def __init__(self):
        super().__init__()
        self.third = 3
        self.more = 4


class Crowded:
    pass


class Number(int):
    pass


class Text(str):
    pass


class Color(enum.IntEnum):
    RED = 1


Pair = collections.namedtuple("Pair", "a b")


def some_function():
    def inner():
        return cell_value

    cell_value = [1, 2]
    return inner


cases = []


def case(value, expected=None):
    cases.append((value, repr(value) if expected is None else expected))


for value in (None, True, False, Ellipsis):
    case(value)
for shift in (0, 1, 29, 30, 31, 59, 60, 61, 63, 64, 100, 500):
    for value in ((1 << shift) - 1, 1 << shift, -(1 << shift), -(1 << shift) - 7):
        case(value)
digits = str(7**900)
case(7**900, "%s…%s (%d digits)" % (digits[: 256 - 20], digits[-10:], len(digits)))
case(-(1 << 40000), "<negative int of 40020 bits>")
for value in (0.0, -0.0, 1.0, -2.5, 0.1, 1e-4, 1e-5, 1.5e-7, 1e15, 123456789012345680.0, 1e16, 1.7e16, 2.0**53, 2.0**54,
              9007199254740993.0, 9999999999999998.0, -9999999999999998.0, 1e22, 1e100, 5e-324, 1.7976931348623157e308,
              float("inf"), float("-inf"), float("nan"), 3.14):
    case(value)
for value in (1j, -2j, 1 + 2j, 1.5 - 2.25j, 1e16 + 1j):
    case(value)
for value in ("", "a", "it's", 'say "x"', "both ' and \"", "tab\tnew\nline\\", "\x00\x1b[31m\x7f", "é", "ÿ\x80", "кириллица",
              "漢字", "🦅 bird", "a\u202eb\u200d", "\ud800 lone", "\u2028", "\xa0", "a" * 256):
    case(value)
case("x" * 1100, "'" + "x" * 256 + "'… 844 more")
case("🦅" * 300, "'" + "🦅" * 256 + "'… 44 more")
for value in (b"", b"abc", b"it's", b"\x00\xff\n\\", bytes(range(40, 90))):
    case(value)
case(b"z" * 5000, "b'" + "z" * 256 + "'… 4744 more")
for value in ((), (1,), (1, "two", 3.0), [], [1, [2, [3, []]]], {}, {"a": 1}, {1: "x", (2, 3): None}, {"a": {"b": {}}},
              set(), {5}, frozenset(), frozenset({7}), [None] * 20):
    case(value)
case(["ab"] * 1000, "[" + "'ab', " * 43 + "… 957 more]")
loop = [1]
loop.append(loop)
case(loop, "[1, …]")
deep = [[[[[[[[1]]]]]]]]
case(deep, "[[[[[[<list …>]]]]]]")
many = {}
for number in range(300):
    many["key%d" % number] = number
for number in range(298):
    del many["key%d" % number]
case(many)
huge = {number: number for number in range(70000)}
for number in range(3, 70000):
    del huge[number]
case(huge)
holes = {number for number in range(1000)}
for number in range(1, 1000):
    holes.discard(number)
case(holes)
case(["s" * 100, 1], "['" + "s" * 64 + "'… 36 more, 1]")
case(Point(1, "y"), "<Point x=1, y='y'>")
touched = Point(2, 3)
touched.__dict__["z"] = 4
case(touched, "<Point x=2, y=3, z=4>")
case(Point(Point(1, 2), [Point(3, 4)]), "<Point x=<Point x=1, y=2>, y=[<Point x=3, y=4>]>")
case(Slotted(), "<Slotted left=1, right='r'>")
case(Both(), "<Both left=1, right='r', third=3, more=4>")
empty = Empty()
case(empty, "<Empty at 0x%x>" % id(empty))
crowded = Crowded()
for number in range(40):
    setattr(crowded, "n%02d" % number, 0)
crowded_later = Crowded()
crowded_later.only = 1
case(crowded_later, "<Crowded only=1>")
named = Number(5)
named.label = "five"
case(named, "Number(5)")
case(Text("t"), "Text('t')")
case(Color.RED, "Color(1)")
case(Pair(1, 2), "Pair((1, 2))")
case(collections.OrderedDict(a=1), "collections.OrderedDict({'a': 1})")
case(collections.defaultdict(list, {"k": [1]}), "collections.defaultdict({'k': [1]})")
case(ValueError("bad", 3), "ValueError('bad', 3)")
case(KeyError(), "KeyError()")
case(some_function, "<function some_function>")
case(Point(1, 2).move, "<bound method <function Point.move>>")
case(len, "<built-in function len>")
case(sys, "<module sys>")
case(os, "<module os>")
case(Point, "<class Point>")
case(int, "<class int>")
case(some_function.__code__, "<code some_function>")
case(some_function().__closure__[0], "<cell [1, 2]>")
module = type(sys)("odd\x1bname")
case(module, "<module odd\\x1bname>")

print(json.dumps([[id(value), type(value).__name__, expected] for value, expected in cases]))
sys.stdout.flush()
sys.stdin.readline()
