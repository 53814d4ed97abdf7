"""Calls functions that no program calls: the program of `seriema time --calls`, which runs behind pairing.py.

It imports what is asked for, runs the setup, calls the functions until their times have settled, and only then brings the
agent in. What came of it goes to Seriema as words. It runs on every Python that may be launched, to say that it is too
old, so it keeps to what Python 3.8 has.
"""

import time as _time

# Keep in step with CallsOutcome.swift.
_RAN, _IN_SETUP, _IN_ARGUMENTS, _NOT_FOUND, _NOT_CALLABLE, _RAISED, _REFUSED, _UNSEEN = (
    "ran", "setup", "arguments", "not-found", "not-callable", "raised", "refused", "unseen")

# Fields of the shared memory, and their values: timing_layout.h, timing_status.h.
_STATUS_OFFSET = 12
_TOO_OLD, _REFUSED_STATUS = 4, 3
_FREE_THREADED = 2
_MUSL = 6

# Copies of each of two functions, as of timing_pairs.h, and what each throws away to warm up.
_COPIES, _PAIR_WARM_UP = 16, 3
# Calls with both functions whose results are compared.
_CHECKED = 100

# Blocks that warm-up calls are divided into, and how much their times must change to be another level.
_BLOCKS, _LEAST_CHANGE = 32, 0.01
# Calls that warm up at the least, and the nanoseconds after which no more of them begin.
_FEWEST, _PATIENCE = 8, 5_000_000_000


class _Failed(Exception):
    """Kind, target and words of what ended it; and the exception that is to be shown, if any."""


def settled_from(times):
    """Where the times no longer change: how many calls came before; None if that is not in the first half of them.

    The logarithms of block medians are divided where that explains them best, and what follows again, as long as a
    division is worth it by Schwarz' criterion. Source: Y.-C. Yao, "Estimating the number of change-points via Schwarz'
    criterion", Statistics & Probability Letters 6 (1988); one after the other: L. Vostrikova, "Detecting disorder in
    multidimensional random processes", Soviet Mathematics Doklady 24 (1981).
    """
    from math import log
    count = min(len(times), _BLOCKS)
    edges = [index * len(times) // count for index in range(count + 1)]
    blocks = [log(max(1, _median(times[start:end]))) for start, end in zip(edges, edges[1:])]
    first = 0
    while count - first >= 4:
        cut = _division(blocks[first:])
        if cut is None:
            break
        first += cut
    return edges[first] if first <= count // 2 else None


def _division(values):
    """After how many values their level changes; None where no such change is worth the parameters it takes."""
    from math import log
    total, squares, count = sum(values), sum(value * value for value in values), len(values)
    whole = squares - total * total / count
    best = None
    left = 0.0
    for cut in range(1, count):
        left += values[cut - 1]
        right = total - left
        rest = squares - left * left / cut - right * right / (count - cut)
        if best is None or rest < best[0]:
            best = max(rest, 0.0), cut, abs(right / (count - cut) - left / cut)
    rest, cut, change = best
    if change <= _LEAST_CHANGE:
        return None
    # Where nothing is left, all values lie on two levels.
    is_worth_it = rest <= 1e-9 or count * log(whole / rest) > 4 * log(count)
    return cut if is_worth_it else None


def _median(values):
    middle = sorted(values)
    return (middle[(len(middle) - 1) // 2] + middle[len(middle) // 2]) / 2


def warm_up(call, wanted, now=_time.perf_counter_ns):
    """Calls until the times have settled: how many calls that took, and whether they have.

    `call` makes one and gives what it took. Between 8 calls and as many as are wanted; from a tenth of those on, up to
    256, it looks whether they are enough.
    """
    most = max(_FEWEST, wanted)
    least = min(max(_FEWEST, wanted // 10), 256)
    times, size, begun = [], _FEWEST, now()
    while True:
        while len(times) < size:
            times.append(call())
            if len(times) >= _FEWEST and now() - begun > _PATIENCE:
                return len(times), settled_from(times) is not None
        has_settled = settled_from(times) is not None
        if has_settled and size >= least or size >= most:
            return len(times), has_settled
        size = min(2 * size, most)


def _first_words(error):
    text = "%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__
    return text.splitlines()[0] if text else ""


def _import(name):
    __import__(name)
    return sys.modules[name]


def _module_of_file(path):
    """The module that a file is, found as an import would find it: below a folder of `sys.path`, or its own."""
    if not os.path.exists(path):
        for folder in sys.path:
            if os.path.exists(os.path.join(folder or os.curdir, path)):
                names = path[:-3].split("/")
                return _import(".".join(names[:-1] if names[-1] == "__init__" else names))
        raise FileNotFoundError("there is no file %s" % path)
    path = os.path.realpath(path)
    folder, name = os.path.split(path)
    names = [] if name == "__init__.py" else [name[:-3]]
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        names.insert(0, package)
    if folder not in [os.path.realpath(entry or os.curdir) for entry in sys.path]:
        sys.path.insert(0, folder)
    return _import(".".join(names))


def _find(index, kind, place, name):
    try:
        module = _module_of_file(place) if kind == "file" else _import(place)
    except BaseException as error:
        shown = None if isinstance(error, (ModuleNotFoundError, FileNotFoundError)) else error
        raise _Failed(_NOT_FOUND, index, _first_words(error), shown)
    found = module
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            from difflib import get_close_matches
            near = get_close_matches(part, dir(found), 3)
            words = "%s has no %s" % (getattr(found, "__name__", place), part)
            raise _Failed(_NOT_FOUND, index, words + ("; near names: " + ", ".join(near) if near else ""), None)
    return found


def _function_of(index, found, is_paired):
    """The Python function that a call of an object runs; None where a class or another callable may have several."""
    if not callable(found):
        raise _Failed(_NOT_CALLABLE, index, "it is of the type %s, which cannot be called" % type(found).__name__, None)
    function = getattr(found, "__func__", found)
    code = getattr(function, "__code__", None)
    if code is None or not hasattr(function, "__globals__"):
        if is_paired:
            raise _Failed(_NOT_CALLABLE, index, "it is of the type %s, and no Python function" % type(found).__name__, None)
        return None
    for flag, kind in _KINDS.items():
        if code.co_flags & flag:
            words = "its calls give %s, which does nothing until something runs it" % kind
            raise _Failed(_NOT_CALLABLE, index, words, None)
    return function


def _copies_of(found, codes):
    """Copies of a function that differ in their code objects alone, bound as it is."""
    function = getattr(found, "__func__", found)
    made = []
    for code in codes:
        copy = type(function)(
            code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
        copy.__kwdefaults__ = function.__kwdefaults__
        copy.__dict__.update(function.__dict__)
        made.append(copy if found is function else type(found)(copy, found.__self__))
    return tuple(made)


def _arguments(text, space):
    """A function that evaluates the arguments of a call: a tuple and a dictionary."""
    source = "lambda __seriema_collect__: __seriema_collect__(\n%s\n)" % text
    try:
        # That it is a list of arguments and nothing more.
        tree = compile(source, "<arguments>", "eval", _ONLY_AST, True).body
        if type(tree).__name__ != "Lambda" or getattr(getattr(tree.body, "func", None), "id", "") != "__seriema_collect__":
            raise SyntaxError("it is no list of arguments")
        make = eval(compile(source, "<arguments>", "eval", 0, True), space)
    except (SyntaxError, ValueError) as error:
        raise _Failed(_IN_ARGUMENTS, 0, "%s: %s" % (type(error).__name__, getattr(error, "msg", error)), None)
    make.__defaults__ = (lambda *positional, **keywords: (positional, keywords),)
    return make


def _outcome(call):
    try:
        positional, keywords = call[1]()
        return call[0](*positional, **keywords), False
    except Exception as error:
        return error.with_traceback(None), True


def _compared(found, names, make, count):
    """What came of calls with both functions: as `Checker.end` says it."""
    answers = []
    for index in range(min(count, _CHECKED)):
        outcomes = [_outcome((each, make)) for each in found]
        (base, base_raised), (new, new_raised) = outcomes
        if base_raised and new_raised:
            is_same = type(base) is type(new) and _is_equal(base.args, new.args) is not False
        else:
            is_same = False if base_raised or new_raised else _is_equal(base, new)
        if is_same is not False:
            answers.append((2 if is_same is None else 0, "", "", ""))
            continue
        words = [("raises " if raised else "gives ") + _cut(each) for each, raised in outcomes]
        answers.append((1, "call %d: %s" % (index + 1, names[1]), words[0], words[1]))
    return tuple(answers)


class _Plan:
    """What is to be called, as Seriema wrote it down: words that end in NULs."""

    def __init__(self, words):
        words = iter(words)
        self.calls = int(next(words))
        self.mode = next(words)
        self.checks = next(words) == "1"
        self.seed = int(next(words))
        self.setup = next(words)
        self.arguments = next(words)
        self.targets = [[next(words) for _ in range(4)] for _ in range(int(next(words)))]


def _run_setup(text, space):
    try:
        code = compile(text, "<setup>", "exec", 0, True)
    except (SyntaxError, ValueError) as error:
        raise _Failed(_IN_SETUP, 0, _first_words(error), error)
    try:
        exec(code, space)
    except BaseException as error:
        raise _Failed(_IN_SETUP, 0, _first_words(error), error)


def _try(index, make, function, count=1):
    """Calls a function; an exception ends it all."""
    try:
        for _ in range(count):
            positional, keywords = make()
            function(*positional, **keywords)
    except BaseException as error:
        raise _raised(index, error)


def _trace_of(error):
    """Without what is ours."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == "<seriema>":
        trace = trace.tb_next
    return trace


def _begins_in(error, codes):
    trace = _trace_of(error)
    return trace is not None and any(trace.tb_frame.f_code is code for code in codes)


def _raised(index, error):
    """In the arguments, in a function, or because of Ctrl-C."""
    if isinstance(error, (KeyboardInterrupt, _Failed)):
        return error
    trace = _trace_of(error)
    is_of_arguments = trace is not None and trace.tb_frame.f_code.co_filename == "<arguments>"
    return _Failed(_IN_ARGUMENTS if is_of_arguments else _RAISED, index, _first_words(error), error)


def _timed_round(make, functions):
    """A call of each function, as a call that gives what it took in nanoseconds."""
    now = _time.perf_counter_ns

    def call():
        taken = 0
        for index, function in enumerate(functions):
            try:
                positional, keywords = make()
                begun = now()
                function(*positional, **keywords)
                taken += now() - begun
            except BaseException as error:
                raise _raised(index, error)
        return taken
    return call


def _tell_status(results, status, reason):
    os.pwrite(results, b"".join(word.to_bytes(4, "little") for word in (status, reason, sys.hexversion)), _STATUS_OFFSET)


def _start_agent(library, results):
    import _imp
    # A path that no other agent of this process was loaded by: the loader takes files of one path for one.
    spec = type(sys.implementation)(name="_seriema_agent", origin="/proc/./self/fd/%d" % library)
    agent = _imp.create_dynamic(spec)
    _imp.exec_dynamic(agent)
    agent.start(results, True)
    return agent


def _call_all(plan, library, results):
    space_module = type(sys)("__main__")
    sys.modules["__main__"] = space_module
    space = space_module.__dict__
    space["__builtins__"] = __builtins__
    _run_setup(plan.setup, space)
    found = [_find(index, *target[:3]) for index, target in enumerate(plan.targets)]
    by_turns = plan.mode == "turns"
    functions = [_function_of(index, each, by_turns) for index, each in enumerate(found)]
    make = _arguments(plan.arguments, space)
    pairs = [(0, index) for index in range(1, len(found))] if by_turns else []
    checked = []
    for base, new in pairs:
        names = [plan.targets[base][3], plan.targets[new][3]]
        checked.append(_compared((found[base], found[new]), names, make, plan.calls) if plan.checks else ())
    left_out, has_settled = warm_up(_timed_round(make, found), plan.calls)
    agent = _start_agent(library, results)
    is_seen = True
    for pair, (base, new) in enumerate(pairs):
        own, other = functions[base].__code__, functions[new].__code__
        codes = [tuple(each) for each in copies(own, other, _COPIES, plan.seed + pair)]
        callables = _copies_of(found[base], codes[0]), _copies_of(found[new], codes[1])
        modules = tuple(str(functions[each].__globals__.get("__name__", "")) for each in (base, new))
        try:
            is_seen &= agent.call_by_turns(
                pair, callables, tuple(codes), modules, make, plan.calls, _does_the_same(own, other), checked[pair])
        except BaseException as error:
            raise _raised(base if _begins_in(error, codes[0]) else new, error)
    if not by_turns:
        # With two bodies each the first call is of neither, and copies of both warm up by themselves.
        count = 2 * (plan.calls + _COPIES * _PAIR_WARM_UP) + 1 if plan.mode == "bodies" else plan.calls
        if plan.mode == "bodies" and plan.checks:
            # Those that are made with both bodies are in no pair: 100 and one of 64, as turns.c has it.
            count += _CHECKED + count // 63
        for index, function in enumerate(found):
            _try(index, make, function, count)
    return (_RAN if is_seen else _UNSEEN), str(left_out), "1" if has_settled else "0"


def _show(error):
    """Prints a traceback as the interpreter would."""
    import linecache
    import traceback
    for name, text in _SOURCES.items():
        linecache.cache[name] = len(text), None, text.splitlines(True), name
    traceback.print_exception(type(error), error, _trace_of(error))


_SOURCES = {}


def run(library, results, plan_file, answer):
    """Does it all; ends with status 1 where something was in the way."""
    for descriptor in (library, results, plan_file, answer):
        os.set_inheritable(descriptor, False)
    if sys.version_info < (3, 12):
        _tell_status(results, _TOO_OLD, 0)
        os._exit(1)
    if "t" in sys.abiflags:
        _tell_status(results, _REFUSED_STATUS, _FREE_THREADED)
        os._exit(1)
    if "musl" in getattr(sys.implementation, "_multiarch", ""):
        _tell_status(results, _REFUSED_STATUS, _MUSL)
        os._exit(1)
    # From its beginning, wherever the one who wrote it is.
    text = os.pread(plan_file, os.fstat(plan_file).st_size, 0)
    plan = _Plan(text.decode("utf-8", "surrogateescape").split("\0"))
    _SOURCES.update({"<setup>": plan.setup, "<arguments>": plan.arguments})
    try:
        words = _call_all(plan, library, results)
        status = 0
    except _Failed as failure:
        kind, index, text, error = failure.args
        words, status = (kind, str(index), text), 1
        if error is not None:
            sys.stdout.flush()
            _show(error)
    except KeyboardInterrupt:
        import _signal
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
        os.kill(os.getpid(), _signal.SIGINT)
    os.write(answer, "\0".join(words).encode("utf-8", "replace"))
    sys.exit(status)
