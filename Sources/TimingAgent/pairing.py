"""Finds the body that is to run by turns with a function's own, or the reason why there is none.

The agent runs this in the program when the function is called for the first time, in a namespace of its own. What it
has to import for that is gone from `sys.modules` afterwards.
"""

import os
import sys
import _thread

# Keep in step with timing_pairs.h.
_SUSPENDS, _IS_LOCAL, _NOT_THERE, _AMBIGUOUS, _NOT_COMPILED, _ARGUMENTS, _DEFAULTS, _CLOSURE, _DECORATORS = range(1, 10)
_GLOBALS, _OWN_SOURCE = 10, 11

_ONLY_AST = 0x400
_VARARGS, _VARKEYWORDS, _NESTED = 0x4, 0x8, 0x10
_KINDS = {0x20: "a generator", 0x80: "a coroutine", 0x100: "a coroutine", 0x200: "an asynchronous generator"}


class _Refused(Exception):
    pass


def path_of(function):
    """The file that a function comes from."""
    path = function.__globals__.get("__file__")
    name = function.__code__.co_filename
    if not isinstance(path, str) or os.path.basename(path) != os.path.basename(name):
        path = name
    return os.path.realpath(path)


def with_source(function, source, label):
    """The body that a function has in another source: (reason, detail, code, whether both are the same)."""
    return _answer(_from_source, function, source, label)


def with_function(function, other):
    """The body of another function, as a code object that only this function has."""
    return _answer(_from_function, function, other, None)


def copies(base, new, count, seed):
    """So many copies of two bodies each. Which of two is made first is drawn, so that no body has the better places."""
    made = [], []
    for index in range(count):
        for side in (0, 1) if seed >> index & 1 else (1, 0):
            made[side].append(_copy((base, new)[side]))
    return made


def _copy(code):
    return code.replace(
        co_consts=tuple(_copy(each) if hasattr(each, "co_consts") else each for each in code.co_consts))


def _answer(find, *arguments):
    before = set(sys.modules)
    try:
        code = find(*arguments)
        return 0, "", code, _does_the_same(code, arguments[0].__code__)
    except _Refused as refused:
        return (*refused.args, None, False)
    finally:
        for name in set(sys.modules) - before:
            del sys.modules[name]


def _from_source(function, source, label):
    own = function.__code__
    _check_kind(own)
    try:
        with open(path_of(function), "rb") as file:
            own_tree = _parse(file.read())
    except (OSError, SyntaxError, ValueError) as error:
        raise _Refused(_OWN_SOURCE, _words(error))
    own_nodes = [node for name, node in _functions(own_tree, "") if name == own.co_qualname]
    own_node = [node for node in own_nodes if _first_line(node) == own.co_firstlineno]
    if len(own_node) != 1:
        raise _Refused(_OWN_SOURCE, "it is not in line %d of its file any more" % own.co_firstlineno)
    try:
        tree = _parse(source)
        module = _quietly(compile, tree, "%s@%s" % (own.co_filename, label), "exec", 0, True)
    except (SyntaxError, ValueError) as error:
        raise _Refused(_NOT_COMPILED, _words(error))
    nodes = [node for name, node in _functions(tree, "") if name == own.co_qualname]
    if not nodes:
        raise _Refused(_NOT_THERE, "")
    if len(nodes) > 1 and len(nodes) != len(own_nodes):
        raise _Refused(_AMBIGUOUS, "")
    node = nodes[own_nodes.index(own_node[0]) if len(nodes) > 1 else 0]
    codes = [
        code for code in _codes(module)
        if code.co_qualname == own.co_qualname and code.co_firstlineno == _first_line(node)]
    if len(codes) != 1:
        raise _Refused(_AMBIGUOUS, "")
    code = codes[0]
    _check_shape(code, own)
    for reason, old, new in (
            (_DEFAULTS, node.args.defaults, own_node[0].args.defaults),
            (_DEFAULTS, node.args.kw_defaults, own_node[0].args.kw_defaults),
            (_DECORATORS, node.decorator_list, own_node[0].decorator_list)):
        if not _same(old, new):
            raise _Refused(reason, "")
    if code.co_freevars != own.co_freevars:
        raise _Refused(_CLOSURE, "(%s) and (%s)" % (", ".join(code.co_freevars), ", ".join(own.co_freevars)))
    # Names that both use are there, or come in time.
    own_names = _global_names(own)
    missing = [
        name for name in _global_names(code)
        if name not in own_names and name not in function.__globals__ and name not in function.__builtins__]
    if missing:
        raise _Refused(_GLOBALS, ", ".join(sorted(missing)))
    return code


def _from_function(function, other, _):
    own, code = function.__code__, other.__code__
    _check_kind(own)
    _check_shape(own, code)
    defaults = [list(each.__defaults__ or ()) for each in (function, other)]
    keywords = [sorted((each.__kwdefaults__ or {}).items()) for each in (function, other)]
    if not _same_values(*defaults) or not _same_values(*([v for pair in each for v in pair] for each in keywords)):
        raise _Refused(_DEFAULTS, "")
    cells = [[cell.cell_contents for cell in each.__closure__ or ()] for each in (function, other)]
    is_same = len(cells[0]) == len(cells[1]) and all(a is b for a, b in zip(*cells))
    if own.co_freevars != code.co_freevars or not is_same:
        raise _Refused(_CLOSURE, "(%s) and (%s)" % (", ".join(own.co_freevars), ", ".join(code.co_freevars)))
    if function.__globals__ is not other.__globals__:
        nothing = object()

        def value(of, name):
            return of.__globals__.get(name, of.__builtins__.get(name, nothing))

        strange = [name for name in _global_names(code) if value(function, name) is not value(other, name)]
        if strange:
            raise _Refused(_GLOBALS, ", ".join(sorted(strange)))
    return code


def _check_kind(code):
    for flag, kind in _KINDS.items():
        if code.co_flags & flag:
            raise _Refused(_SUSPENDS, kind)
    if code.co_flags & _NESTED:
        raise _Refused(_IS_LOCAL, "")


def _check_shape(base, new):
    """That one body can take the arguments that are meant for the other."""
    for code in (base, new):
        for flag, kind in _KINDS.items():
            if code.co_flags & flag:
                raise _Refused(_SUSPENDS, kind)
    if _arguments(base) != _arguments(new):
        raise _Refused(_ARGUMENTS, "%s and %s" % (_arguments(base), _arguments(new)))


def _arguments(code):
    """The list of arguments as it is written in a definition."""
    names, count = code.co_varnames, code.co_argcount
    words = list(names[:count])
    if code.co_posonlyargcount:
        words.insert(code.co_posonlyargcount, "/")
    only = names[count:count + code.co_kwonlyargcount]
    rest = list(names[count + len(only):])
    if code.co_flags & _VARARGS:
        words.append("*" + rest.pop(0))
    elif only:
        words.append("*")
    words += only
    if code.co_flags & _VARKEYWORDS:
        words.append("**" + rest[0])
    return "(" + ", ".join(words) + ")"


def _quietly(function, *arguments):
    """Without warnings about a source that may be old."""
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


def _parse(source):
    return _quietly(compile, source, "<source>", "exec", _ONLY_AST, True)


def _functions(node, prefix):
    """Functions of a module and its classes with their qualified names, in the order of the source."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        children = getattr(node, field, ())
        for child in children if isinstance(children, list) else ():
            kind = type(child).__name__
            if kind in ("FunctionDef", "AsyncFunctionDef"):
                yield prefix + child.name, child
            elif kind == "ClassDef":
                yield from _functions(child, prefix + child.name + ".")
            else:
                yield from _functions(child, prefix)


def _first_line(node):
    return min([node.lineno] + [decorator.lineno for decorator in node.decorator_list])


def _codes(code):
    for constant in code.co_consts:
        if hasattr(constant, "co_consts"):
            yield constant
            yield from _codes(constant)


def _same(a, b):
    """Whether two pieces of syntax are the same."""
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if hasattr(a, "_fields"):
        return all(_same(getattr(a, field, None), getattr(b, field, None)) for field in a._fields)
    return repr(a) == repr(b)


def _same_values(a, b):
    plain = (int, float, complex, str, bytes, bool, tuple, type(None))
    return len(a) == len(b) and all(
        x is y or type(x) is type(y) and isinstance(x, plain) and repr(x) == repr(y) for x, y in zip(a, b))


def _global_names(code):
    """Global names that a body reads and does not set, with those of the functions inside it."""
    from opcode import opmap
    read, written = set(), set()
    for each in (code, *_codes(code)):
        operations, argument = each.co_code, 0
        for place in range(0, len(operations), 2):
            operation, argument = operations[place], argument << 8 | operations[place + 1]
            if operation == opmap["LOAD_GLOBAL"]:
                read.add(each.co_names[argument >> 1])
            elif operation == opmap["STORE_GLOBAL"]:
                written.add(each.co_names[argument])
            if operation != opmap["EXTENDED_ARG"]:
                argument = 0
    return read - written


def _does_the_same(code, own):
    """Whether two bodies differ in nothing but their lines."""
    constants, own_constants = code.co_consts, own.co_consts
    return (
        code.co_code == own.co_code and code.co_names == own.co_names and code.co_varnames == own.co_varnames
        and code.co_exceptiontable == own.co_exceptiontable and len(constants) == len(own_constants)
        and all(
            _does_the_same(a, b) if hasattr(a, "co_code") and hasattr(b, "co_code") else type(a) is type(b)
            and repr(a) == repr(b) for a, b in zip(constants, own_constants)))


def _words(error):
    return "%s: %s" % (type(error).__name__, error)


class Checker:
    """Calls the body whose turn it is not, with the arguments of a call that begins, and compares what they give.

    The other body's call comes first. Both get the same objects, so that what one does to them the other sees.
    """

    def __init__(self, function, base, new):
        self._name = function.__qualname__
        self._bodies = []
        for code in (base, new):
            body = type(function)(
                code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
            body.__kwdefaults__ = function.__kwdefaults__
            self._bodies.append(body)
        self._begun = {}

    def begin(self, frame, side):
        code, values = frame.f_code, frame.f_locals
        count = code.co_argcount
        positional = [values[name] for name in code.co_varnames[:count]]
        names = code.co_varnames[count:count + code.co_kwonlyargcount]
        keywords = {name: values[name] for name in names}
        rest = list(code.co_varnames[count + len(names):])
        if code.co_flags & _VARARGS:
            positional += values[rest.pop(0)]
        if code.co_flags & _VARKEYWORDS:
            keywords.update(values[rest[0]])
        # Before the call, which may change them.
        words = [_cut(value) for value in positional] + ["%s=%s" % (k, _cut(v)) for k, v in keywords.items()]
        call = "%s(%s)" % (self._name, ", ".join(words[:8] + ["…"] * (len(words) > 8)))
        try:
            outcome = self._bodies[1 - side](*positional, **keywords), False
        except KeyboardInterrupt as error:
            outcome = error, True
            _thread.interrupt_main()
        except BaseException as error:
            outcome = error.with_traceback(None), True
        self._begun[_thread.get_ident()] = call, side, outcome

    def end(self, value, is_exception):
        """(0 same, 1 different, 2 not to be told; and of a difference the call and what came of both bodies)."""
        call, side, (other, is_other_exception) = self._begun.pop(_thread.get_ident())
        if is_exception and is_other_exception:
            is_same = type(value) is type(other) and _is_equal(value.args, other.args) is not False
        elif is_exception or is_other_exception:
            is_same = False
        else:
            is_same = _is_equal(value, other)
        if is_same is None:
            return 2, "", "", ""
        if is_same:
            return 0, "", "", ""
        outcomes = [("raises " if raised else "gives ") + _cut(each)
                    for each, raised in ((value, is_exception), (other, is_other_exception))]
        return 1, call, outcomes[side], outcomes[1 - side]


def _is_equal(a, b):
    """Whether two results are equal; None where they do not tell."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if type(a).__eq__ is object.__eq__:
        return None
    try:
        return bool(a == b) or bool(a != a and b != b)
    except Exception:
        return None


def _cut(value, limit=60):
    try:
        text = repr(value)
    except Exception:
        text = "<%s>" % type(value).__name__
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= limit else text[:limit - 1] + "…"
