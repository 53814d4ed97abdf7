"""Times functions of this program, exactly, for as long as a block runs; nothing else is slowed, and nothing is left.

    with seriema.timed(before, after, compare=True) as timings:
        work()
    assert timings[after].median < timings[before].median

A target is a function, a method (of whatever instance), a property, a class (its ``__init__`` and ``__new__``), or
``"module:qualname"``. Calls in all threads and in forked processes are counted. Blocks may lie in each other and in
several threads. All times are in seconds. CPython 3.12 or later.

One block proves no change: its calls are not independent of each other. Several of one ``timed`` do, each as one value:

    block = seriema.timed(before, after, compare=True, show=False)
    for _ in range(10):
        with block as timings:
            work()
    assert timings.comparisons[0].verdict == "faster"
"""

from __future__ import annotations

import _imp
import atexit
import functools
import importlib
import inspect
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import warnings
from dataclasses import dataclass

__all__ = ["Comparison", "Distribution", "SlowCall", "ThreadTiming", "Timing", "TimingError", "Timings", "timed"]

# Where the program `seriema` is; else it is looked for beside this Python and on PATH.
_EXECUTABLE = None

# What `add` of the agent answers when it cannot: SERIEMA_TIMING_FINDING_… of timing_wire.h, negative.
_IS_C, _PLAIN_CLASS, _NOT_CALLABLE = -3, -4, -5

_agent = None
# Held while the agent is loaded or a block opened, which other threads have to wait for.
_opening = threading.RLock()


class TimingError(RuntimeError):
    """Nothing can be timed, and why."""


@dataclass(frozen=True)
class Distribution:
    """Durations in seconds; None where there are none, or too few."""

    count: int
    total: float
    mean: float | None
    stdev: float | None
    min: float | None
    median: float | None
    p95: float | None
    p99: float | None
    max: float | None
    #: Triples of shortest duration, longest duration and count.
    histogram: tuple = ()


@dataclass(frozen=True)
class SlowCall:
    """One of the slowest calls: how long it took, how long after the block's beginning it began, and where."""

    duration: float
    start: float
    process: int
    thread: int
    thread_name: str


@dataclass(frozen=True)
class ThreadTiming:
    """The calls of one function that one thread made. Threads of all processes are told apart."""

    process: int
    thread: int
    thread_name: str
    calls: int
    errors: int
    inner: int
    total: float
    self_time: float
    mean: float | None
    stdev: float | None
    median: float | None
    p95: float | None
    p99: float | None
    min: float | None
    max: float | None
    histogram: tuple = ()


@dataclass(frozen=True)
class Comparison:
    """How much a function's calls take more or less than those of the first target, in all blocks of one ``timed``.

    A block is one value: its mean call without the slowest tenth.
    """

    #: What the first target and this one are called.
    base: str
    target: str
    #: Blocks that both were called in, without those that overlapped another one of the same ``timed``.
    blocks: int
    #: Of the median block, in seconds.
    base_mean: float
    target_mean: float
    #: -25.0 is a quarter less time.
    change_percent: float
    #: From … to: holds the true change in `confidence_percent` of comparisons; None below three blocks.
    interval_percent: tuple | None
    confidence_percent: float
    #: "faster" or "slower" (the whole interval lies beyond ±1 %), "same" (inside), "cannot_tell"; None for no verdict.
    verdict: str | None
    #: Why there is no verdict.
    reason: str | None
    #: How many blocks more it would about take, where these cannot tell.
    more_blocks: int | None


@dataclass(frozen=True)
class Timing:
    """The calls of one function, as the table of ``seriema time`` has them."""

    target: str
    module: str
    qualname: str
    file: str
    line: int
    #: Outermost calls that have ended; of a generator or coroutine, from its beginning to its end.
    calls: int
    #: Calls that were left by an exception; they are among `calls`.
    errors: int
    #: Calls made while the function was running already; not among `calls`.
    inner: int
    #: Calls that ended and had begun before the block; not among `calls`.
    begun_before: int
    total: float
    #: Without the other targets that were called in it.
    self_time: float
    mean: float | None
    stdev: float | None
    median: float | None
    p95: float | None
    p99: float | None
    min: float | None
    max: float | None
    histogram: tuple = ()
    #: How long the calls had been running that had not ended with the block.
    in_flight: tuple = ()
    slowest: tuple = ()
    #: A `ThreadTiming` for each thread that called it, the longest total first; with ``threads=True``.
    threads: tuple = ()
    #: A generator or coroutine; the rest is of those alone. `total` and the like are the times that they ran.
    suspends: bool = False
    suspensions: int = 0
    #: Closed or dropped before their end; among `calls`.
    abandoned: int = 0
    #: How long ago those began that were suspended when the block ended.
    suspended: tuple = ()
    #: From the beginning to the end, suspensions included.
    latency: Distribution | None = None


class Timings:
    """What a block measured: a `Timing` for each function, in the order of the targets; as text, the table.

    While the block is open, each look at it reads what there is by then.
    """

    def __init__(self, block):
        self._block = block
        self._read = None

    def __getitem__(self, target):
        """The timing of a target: the object or text that was given, or its place among the targets."""
        found = self.all(target)
        if len(found) == 1:
            return found[0]
        names = ", ".join(timing.qualname for timing in found)
        raise LookupError(f"{target!r} stands for several functions ({names}): all() gives them")

    def all(self, target):
        """The timings of a target that stands for several functions, as a class does."""
        block, results = self._block, self._results()
        index = block.index_of(target)
        found = [_timing(entry, results[index]["target"]) for entry in results[index]["functions"]]
        return found or [_timing_without_calls(*block.names[index])]

    def __iter__(self):
        return iter([timing for index in range(len(self._block.targets)) for timing in self.all(index)])

    def __len__(self):
        return len(list(iter(self)))

    def __str__(self):
        return self._texts()[1]

    def __repr__(self):
        if self._read is None:
            return "<seriema.Timings of an open block>"
        return "<seriema.Timings: " + ", ".join(f"{t.qualname} {t.calls}" for t in self) + ">"

    @property
    def comparisons(self):
        """With ``compare=True``: a `Comparison` with the first target for each of the others that was called."""
        found = self._texts()[0]["comparisons"]
        return tuple(_comparison(entry, one) for one in found for entry in one["functions"])

    @property
    def json(self):
        """All of it, as ``seriema time --json`` writes it."""
        return self._texts()[0]

    def show(self, file=None):
        """Prints the table, to standard error unless another file is given."""
        if file is None or file is sys.stderr:
            print(self._texts()[2], end="", file=sys.stderr)
        else:
            print(self._texts()[1], end="", file=file)

    def _results(self):
        return self._texts()[0]["targets"]

    def _texts(self):
        return self._read if self._read is not None else self._block.read()


class timed:
    """Times calls of the targets while a block runs, and prints a table to standard error as it ends.

    As a context manager it gives the `Timings`. As a decorator, each call of the function is a block, and the timings
    of the last one are the function's attribute ``timings``. Without targets, ``@seriema.timed()`` times the decorated
    function itself, until the program ends or ``stop()``.

    compare: show each target's difference from the first; all blocks of this object are compared together, with a
    verdict. threads: tell the calls of each thread. raw: leave in what the timer itself takes; the same in all blocks
    that are open at one time. show: print the table.
    """

    def __init__(self, *targets, compare=False, threads=False, raw=False, show=True):
        _check_version()
        self._targets = [_resolve(target) for target in targets]
        self._options = _Options(bool(compare), bool(threads), bool(raw))
        self._show = show
        self._series = _Series()
        self._block = None

    def start(self):
        """Begins the block; gives its `Timings`."""
        if self._block is not None and self._block.is_open:
            raise TimingError("this block is open already; another timed() may be opened in it")
        self._block = _Block(self._targets, self._options, self._series)
        return self._block.timings

    def stop(self):
        """Ends the block; gives its `Timings`, and prints them."""
        if self._block is None:
            raise TimingError("this block was not begun")
        block = self._block
        if block.is_open:
            self._end(block)
        return block.timings

    def _end(self, block):
        if block.close() and self._show:
            block.timings.show()

    def __enter__(self):
        if not self._targets:
            raise TypeError("there is nothing to time: give a function, such as timed(parse)")
        return self.start()

    def __exit__(self, kind, error, traceback):
        block = self._block
        if kind is None:
            self._end(block)
            return
        try:
            self._end(block)
        except TimingError as failure:
            # The program's own exception is the one to be seen.
            warnings.warn(f"the block's timings are lost: {failure}", RuntimeWarning, stacklevel=2)

    def __call__(self, function):
        if not self._targets:
            return self._add(function)
        if inspect.isasyncgenfunction(function):
            raise TypeError("an asynchronous generator cannot be a block: use 'with seriema.timed(…)' in it")
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def wrapper(*arguments, **keywords):
                with self._another(wrapper):
                    return await function(*arguments, **keywords)

        elif inspect.isgeneratorfunction(function):

            @functools.wraps(function)
            def wrapper(*arguments, **keywords):
                with self._another(wrapper):
                    return (yield from function(*arguments, **keywords))

        else:

            @functools.wraps(function)
            def wrapper(*arguments, **keywords):
                with self._another(wrapper):
                    return function(*arguments, **keywords)

        wrapper.timings = None
        return wrapper

    def _add(self, function):
        """Times one function more, until the program ends."""
        if self._block is None or not self._block.is_open:
            self.start()
            atexit.register(self.stop)
        try:
            self._block.add(*_resolve(function))
        except BaseException:
            if not self._block.targets:
                atexit.unregister(self.stop)
                self._block.close()
            raise
        return function

    def _another(self, owner):
        return _CallOf(owner, self)


class _CallOf(timed):
    """The block that one call of a decorated function is."""

    def __init__(self, owner, model):
        self._owner = owner
        self._targets, self._options, self._show = model._targets, model._options, model._show
        self._series = model._series
        self._block = None

    def _end(self, block):
        self._owner.timings = block.timings
        super()._end(block)


@dataclass(frozen=True)
class _Options:
    compare: bool = False
    threads: bool = False
    raw: bool = False


class _Series:
    """The blocks of one `timed`, which are compared together. Those that overlap are not independent, and left out."""

    def __init__(self):
        self.open_blocks = set()
        #: The JSON of the last block, which has the calls of all until then.
        self.text = None

    def begin(self, block):
        # Without a lock, which a forked child could find held: each step is one that no thread comes between.
        self.open_blocks.add(block)
        blocks = list(self.open_blocks)
        if len(blocks) > 1:
            for other in blocks:
                other.overlaps = True

    def end(self, block):
        self.open_blocks.discard(block)

    def add(self, read):
        # A block in which one of them never ran compares nothing.
        if all(target["functions"] for target in read[0]["targets"]):
            self.text = read[3]


class _Block:
    """What is between the beginning of a block and its end."""

    def __init__(self, targets, options=_Options(), series=None):
        agent = _load()
        self.process = os.getpid()
        self.options = options
        self.series = series if options.compare else None
        self.overlaps = False
        self.targets, self.names, self.indices = [], [], []
        self.timings = Timings(self)
        try:
            with _opening:
                # In a forked child: what it inherited is its parent's.
                agent.leave()
                self.opened = agent.open(options.raw, options.threads)
        except RuntimeError as error:
            raise TimingError(str(error)) from None
        if self.opened is None:
            raise TimingError(_holders())
        self.is_open = True
        if self.series is not None:
            self.series.begin(self)
        try:
            for target in targets:
                self.add(*target)
        except BaseException:
            self._leave(-1)
            raise

    def add(self, target, text, module, qualname):
        index = _agent.add(target, module, qualname)
        if index < 0:
            raise _refusal(index, target, text)
        self.targets.append((target, text))
        self.names.append((module, qualname))
        self.indices.append(index)

    def index_of(self, target):
        if isinstance(target, int) and not isinstance(target, bool):
            return range(len(self.targets))[target]
        for index, (known, text) in enumerate(self.targets):
            if known is target or known == target or isinstance(target, str) and text == target:
                return index
        raise LookupError(f"{target!r} is no target of this block")

    def close(self):
        """Ends it, and reads what it measured; returns whether that was for this process to do."""
        if os.getpid() != self.process:
            # A forked child's: the table is for the parent to print.
            self.is_open = False
            if self.series is not None:
                self.series.end(self)
            return False
        try:
            file = os.memfd_create("seriema-block", os.MFD_CLOEXEC)
        except OSError as error:
            self._leave(-1)
            raise TimingError(f"there is no file for the timings: {error}") from error
        try:
            self._leave(file)
            self.timings._read = self._report(file)
        finally:
            os.close(file)
        if self.series is not None and not self.overlaps:
            self.series.add(self.timings._read)
        return True

    def read(self):
        """What was measured until now."""
        if not self.is_open or os.getpid() != self.process:
            raise TimingError("there are no timings: the block was ended without, or begun in another process")
        file = os.memfd_create("seriema-block", os.MFD_CLOEXEC)
        try:
            _agent.write(file, tuple(self.indices), *self.opened)
            return self._report(file)
        finally:
            os.close(file)

    def _leave(self, file):
        self.is_open = False
        if self.series is not None:
            self.series.end(self)
        try:
            _agent.close(file, tuple(self.indices), *self.opened)
        except OSError as error:
            raise TimingError(f"cannot write the timings: {error}") from error

    def _report(self, file):
        words = [_executable(), "block-report", "--descriptor", str(file)]
        width, has_color = _terminal()
        words += ["--width", str(width)] if width else []
        words += ["--color"] if has_color else []
        words += [f"--{name}" for name in ("compare", "threads", "raw") if getattr(self.options, name)]
        files = [file]
        earlier = self.series.text if self.series is not None and not self.overlaps else None
        try:
            if earlier is not None:
                files.append(os.memfd_create("seriema-blocks", os.MFD_CLOEXEC))
                with open(files[1], "w", encoding="utf-8", closefd=False) as writer:
                    writer.write(earlier)
                words += ["--earlier", str(files[1])]
            words += ["--python=" + (sys.executable or ""), "--"] + list(sys.argv or [])
            texts = _run(words, pass_fds=files).decode("utf-8", "replace").split("\0")
        finally:
            for other in files[1:]:
                os.close(other)
        return json.loads(texts[0]), texts[1], texts[2], texts[0]


def _renew_lock():
    """In a forked child nobody holds it: the threads of the parent are not there."""
    global _opening
    _opening = threading.RLock()


os.register_at_fork(after_in_child=_renew_lock)


def _check_version():
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.implementation.name != "cpython":
        raise TimingError(f"seriema.timed() needs CPython, and this is {sys.implementation.name}")
    if sys.version_info < (3, 12):
        raise TimingError(
            f"seriema.timed() needs Python 3.12 or later, which has sys.monitoring; this is {version}, "
            "which 'seriema run' can sample"
        )
    if "t" in sys.abiflags:
        raise TimingError(f"Python {version} is a build without the GIL, which seriema.timed() does not support")
    if "musl" in getattr(sys.implementation, "_multiarch", ""):
        raise TimingError(f"Python {version} uses the C library musl, which seriema.timed() does not support")


def _load():
    """The agent's functions; it stays loaded, but does nothing while no block is open."""
    global _agent
    if _agent is not None:
        return _agent
    with _opening:
        if _agent is None:
            library = _run([_executable(), "block-agent"])
            file = os.memfd_create("seriema-agent", os.MFD_CLOEXEC)
            try:
                with open(file, "wb", closefd=False) as writer:
                    writer.write(library)
                # Not by an import, so that sys.modules does not show it; and by a path of its own, because the loader
                # would take the agent of a `seriema time` around this program for the same file.
                spec = type(sys.implementation)(name="_seriema_agent", origin=f"/proc/self/./fd/{file}")
                module = _imp.create_dynamic(spec)
                _imp.exec_dynamic(module)
            except ImportError as error:
                raise TimingError(f"this Python cannot load the agent: {error}") from error
            finally:
                os.close(file)
            _agent = module
    return _agent


def _executable():
    for place in (_EXECUTABLE, os.path.join(sysconfig.get_path("scripts") or "", "seriema")):
        if place and os.access(place, os.X_OK):
            return place
    found = shutil.which("seriema")
    if found is None:
        raise TimingError("cannot find the program seriema: it is neither on PATH nor where 'seriema python-path' ran")
    return found


def _run(words, **options):
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **options
        )
    except OSError as error:
        raise TimingError(f"cannot run {words[0]}: {error}") from error
    if done.returncode != 0 or not done.stdout:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise TimingError(f"{words[0]} failed with status {done.returncode}: {message}")
    return done.stdout


def _terminal():
    """The width of standard error, if it has one, and whether it takes colour."""
    width, is_terminal = None, False
    try:
        is_terminal = sys.stderr.isatty()
        if is_terminal:
            width = os.get_terminal_size(sys.stderr.fileno()).columns or None
    except (AttributeError, OSError, ValueError):
        pass
    columns = os.environ.get("COLUMNS", "")
    if width is None and columns.isdigit():
        width = int(columns) or None
    refuses = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return width, bool(not refuses and (is_terminal or os.environ.get("FORCE_COLOR")))


def _resolve(target):
    """A target, as it was written if that was text, and its module and qualified name."""
    text = None
    if isinstance(target, str):
        text = target
        place, colon, name = target.rpartition(":")
        if not (colon and place and name):
            raise TypeError(f"{target!r} is no target: write module:qualname, such as 'app:parse', or give a function")
        target = importlib.import_module(place)
        for part in name.split("."):
            # Not by getattr alone, which gives a property of a metaclass, or what a descriptor makes.
            target = inspect.getattr_static(target, part) if isinstance(target, type) else getattr(target, part)
        return target, text, place, name
    named = target
    for inner in ("fget", "func", "__func__"):
        if not hasattr(named, "__qualname__"):
            named = getattr(named, inner, named)
    module = getattr(named, "__module__", None)
    name = getattr(named, "__qualname__", None)
    module = module if isinstance(module, str) else type(target).__module__
    name = name if isinstance(name, str) else type(target).__qualname__
    return target, text, _encodable(module), _encodable(name)


def _encodable(name):
    return name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _refusal(reason, target, text):
    name = text or getattr(target, "__qualname__", None) or repr(target)
    kind = type(target).__name__
    if reason == _IS_C:
        return TypeError(f"{name} cannot be timed: it is of the type {kind}, which runs no Python")
    if reason == _PLAIN_CLASS:
        return TypeError(f"{name} cannot be timed: the class has no __init__ or __new__ in Python")
    if reason == _NOT_CALLABLE:
        return TypeError(f"{name} cannot be timed: it is of the type {kind}, and no function")
    return TimingError(f"{name} cannot be timed: too many functions are being timed at once")


def _holders():
    """Why no tool id is left, and who has them."""
    names = {number: sys.monitoring.get_tool(number) for number in range(6)}
    # The name that the program gives itself where it times a whole run.
    names = {number: "seriema time" if name == "seriema" else name for number, name in names.items()}
    held = ", ".join(f"{number} by {name}" for number, name in names.items() if name is not None)
    return f"every tool id of sys.monitoring is taken: {held}"


def _seconds(nanoseconds):
    return None if nanoseconds is None else nanoseconds / 1e9


def _distribution(entry):
    some = (lambda value: value) if entry["count"] else (lambda value: None)
    return {
        "total": _seconds(entry["total_ns"]),
        "mean": _seconds(entry["mean_ns"]),
        "stdev": _seconds(entry["stdev_ns"]),
        "min": _seconds(some(entry["min_ns"])),
        "median": _seconds(entry["median_ns"]),
        "p95": _seconds(entry["p95_ns"]),
        "p99": _seconds(entry["p99_ns"]),
        "max": _seconds(some(entry["max_ns"])),
        "histogram": tuple((lower / 1e9, upper / 1e9, count) for lower, upper, count in entry["histogram_ns"]),
    }


def _slow_call(entry):
    return SlowCall(
        _seconds(entry["duration_ns"]), _seconds(entry["start_ns"]), entry["process"], entry["thread"],
        entry["thread_name"],
    )


def _thread_timing(entry):
    return ThreadTiming(
        process=entry["process"], thread=entry["thread"], thread_name=entry["thread_name"], calls=entry["calls"],
        errors=entry["errors"], inner=entry["inner_calls"], self_time=_seconds(entry["self_ns"]),
        **_distribution(entry["durations"]),
    )  # fmt: skip


def _comparison(entry, comparison):
    interval = entry["interval"]
    reason = None
    if entry["verdict"] == "none":
        few = entry["count"] < 3
        reason = "it takes at least 3 blocks" if few else "the timer itself takes more than half as long"
    return Comparison(
        base=comparison["base"], target=entry["name"], blocks=entry["count"],
        base_mean=_seconds(entry["base_typical_ns"]), target_mean=_seconds(entry["new_typical_ns"]),
        change_percent=entry["change"] * 100,
        interval_percent=interval and tuple(share * 100 for share in interval),
        confidence_percent=comparison["confidence"] * 100,
        verdict=None if reason else entry["verdict"], reason=reason, more_blocks=entry["more"],
    )  # fmt: skip


def _timing(entry, target):
    latencies = entry.get("latencies")
    return Timing(
        target=target, module=entry["module"], qualname=entry["qualname"], file=entry["file"], line=entry["line"],
        calls=entry["calls"], errors=entry["errors"], inner=entry["inner_calls"], begun_before=entry["begun_before"],
        self_time=_seconds(entry["self_ns"]), in_flight=tuple(map(_seconds, entry["in_flight_ns"])),
        slowest=tuple(map(_slow_call, entry["slowest"])), threads=tuple(map(_thread_timing, entry.get("threads", ()))),
        suspends=entry["suspends"],
        suspensions=entry.get("suspensions", 0), abandoned=entry.get("abandoned", 0),
        suspended=tuple(map(_seconds, entry.get("suspended_ns", ()))),
        latency=latencies and Distribution(count=latencies["count"], **_distribution(latencies)),
        **_distribution(entry["durations"]),
    )  # fmt: skip


def _timing_without_calls(module, qualname):
    return Timing(
        target=f"{module}:{qualname}", module=module, qualname=qualname, file="", line=0, calls=0, errors=0, inner=0,
        begun_before=0, total=0.0, self_time=0.0, mean=None, stdev=None, median=None, p95=None, p99=None, min=None,
        max=None,
    )  # fmt: skip
