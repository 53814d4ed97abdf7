"""Calls methods of every kind inside of one another, says what they are called, and waits for a word.

Before 3.11 only what the first argument leads to can be known: names in BARE are without their class there.
"""

import functools
import json
import os
import sys


def describe(expected):
    sys.stdout.write(json.dumps(expected) + "\n")
    sys.stdout.flush()
    return os.read(0, 1)


def plain(instance, names):
    describe(["describe", "plain"] + names)


def wrapped_well(function):
    @functools.wraps(function)
    def well(self, names):
        function(self, ["wrapped_well.<locals>.well" if sys.version_info >= (3, 11) else "well"] + names)

    return well


def decorated(function):
    def wrapper(self, names):
        return function(self, names)

    return wrapper


class Base:
    def inherited(self, names):
        plain(self, ["Base.inherited"] + names)

    @classmethod
    def made(cls, names):
        cls().inherited(["Base.made"] + names)

    @property
    def value(self):
        self.ended(["Base.value"] + self.names)

    @wrapped_well
    def ended(self, names):
        name = "Base.ended" if sys.version_info >= (3, 11) else "ended"
        self.made([name] + names)


class Outer(Base):
    class Inner(Base):
        def method(self, names):
            self.names = ["Outer.Inner.method"] + names
            self.value

    def captured(self, names):
        def inside():
            return self

        inside().Inner().method(["Outer.captured"] + names)

    def forgotten(self, names):
        other = Outer()
        del self
        other.captured(["Outer.forgotten" if sys.version_info >= (3, 11) else "forgotten"] + names)

    @staticmethod
    def free(instance, names):
        # Its first argument happens to be an instance of the class that it stands in.
        instance.forgotten(["Outer.free"] + names)

    @staticmethod
    def freer(number, names):
        Outer.free(Outer(), ["Outer.freer" if sys.version_info >= (3, 11) else "freer"] + names)

    @decorated
    def wrapped(self, names):
        wrapper = "decorated.<locals>.wrapper" if sys.version_info >= (3, 11) else None
        name = "Outer.wrapped" if sys.version_info >= (3, 11) else "wrapped"
        # The class has the wrapper, which is called what the wrapper is called.
        self.freer(1, [name, wrapper or "decorated.<locals>.wrapper"] + names)


def local_class(names):
    class Local(Outer):
        def __init__(self):
            self.wrapped(["local_class.<locals>.Local.__init__"] + names)

    Local()


local_class(["local_class", "<module>"])
