"""Runs one function after the other, each made when the last has been freed, in the same memory where possible."""

import sys
import types

from rendezvous import rendezvous


def run_compiled(number, before=""):
    scope = {"rendezvous": rendezvous}
    exec(compile(f"def f_{number:04}():\n{before}    rendezvous()\n", "made.py", "exec"), scope)
    scope[f"f_{number:04}"]()


# Its instruction lies behind the end of one that was there before.
def run_longer(number):
    run_compiled(number, "    x = 1\n" * (number % 5 * 8))


def template():
    rendezvous()


# Code that shares all but its name with the last: only the name's text tells them apart, at the same address.
def run_renamed(number):
    name = f"f_{number:04}"
    names = {"co_name": name, "co_qualname": name} if sys.version_info >= (3, 11) else {"co_name": name}
    types.FunctionType(template.__code__.replace(**names), globals())()


run = {"compiled": run_compiled, "longer": run_longer, "renamed": run_renamed}[sys.argv[1]]
for number in range(int(sys.argv[2])):
    run(number)
