"""Starts Seriema's timing agent, then leaves the interpreter as it would have been without it.

Runs on every Python that may be launched, so it keeps to what Python 3.8 has, and imports nothing that was not there.
"""

import _imp
import os
import sys

# Fields of the shared memory, and their values: timing_layout.h, timing_status.h.
_STATUS_OFFSET = 12
_INTERPRETERS_OFFSET = 24
_UNTIMED_OFFSET = 28
_DETAIL_OFFSET = 32
_DETAIL_BYTES = 256
_REFUSED = 3
_TOO_OLD = 4
_FREE_THREADED = 2
_NOT_LOADED = 3
_NOT_STARTED = 4
_MUSL = 6

# What a process is to the Seriema that set its variables: the one that it started; one that that started; or the one
# that it started, where that is another Seriema, which sees to the children's variables.
_LAUNCHED = 0
_CHILD = 1
_LAUNCHED_WITHIN = 2


def _tell(results, status, reason, detail=""):
    """Writes why nothing is timed to where Seriema reads it."""
    words = (status, reason, sys.hexversion)
    os.pwrite(results, detail.encode("utf-8", "replace")[:_DETAIL_BYTES], _DETAIL_OFFSET)
    os.pwrite(results, b"".join(word.to_bytes(4, "little") for word in words), _STATUS_OFFSET)


def _is_ours(descriptor):
    """Whether a descriptor came through: what lies between may have closed it, or given its number away."""
    try:
        return os.readlink("/proc/self/fd/%d" % descriptor).startswith("/memfd:seriema-")
    except OSError:
        return False


def _set(name, value):
    """Sets a variable as the program sees it, or takes it away; children started from here inherit the one there was."""
    key = os.environ.encodekey(name)
    if value is None:
        os.environ._data.pop(key, None)
    else:
        os.environ._data[key] = os.environ.encodevalue(value)


def _with_role(settings, role, of=None):
    """The settings, of one Seriema or several, with another role; where `of` is given, of that role's alone."""
    parts = (part.rpartition(",") for part in settings.split(";"))
    return ";".join(start + comma + (end if of not in (None, int(end)) else str(role)) for start, comma, end in parts)


def _undo_path(directory, had_path):
    """Takes away whatever led to the directory that this file is in."""
    path = os.environ.get("PYTHONPATH", "")
    # In one more interpreter of a program that has set it, it is as that wants it.
    if path.partition(":")[0] == directory:
        _set("PYTHONPATH", path[len(directory) + 1 :] if had_path else None)
    try:
        os.unlink(__spec__.cached)  # Below PYTHONPYCACHEPREFIX; beside this file it cannot be.
    except (OSError, TypeError):
        pass


def _path(number, owner):
    """Where a descriptor of Seriema's is found, in a process that was started by the program."""
    path = "/proc/%d/fd/%d" % (owner, number)
    if not os.readlink(path).startswith("/memfd:seriema-"):
        raise OSError(path)
    return path


def _open(number, owner):
    return os.open(_path(number, owner), os.O_RDWR | os.O_CLOEXEC)


def _kept_settings(directory):
    """The settings, in one more interpreter of a program that has cleared its environment."""
    with open(directory + "/settings") as file:
        return _with_role(file.read(), _CHILD)


def _is_timed(results, owner):
    """Whether this process has the agent already: then this is another interpreter in it."""
    inode = str(os.stat("/proc/%d/fd/%d" % (owner, results)).st_ino)
    with open("/proc/self/maps") as maps:
        # The results of another Seriema have the same name.
        return any("/memfd:seriema-timing" in line and line.split()[4] == inode for line in maps)


def _load(path):
    """Loads the agent. The loader takes files of one path for one: each Seriema around this one has to have another."""
    spec = type(sys.implementation)(name="_seriema_agent", origin=path)
    module = _imp.create_dynamic(spec)
    _imp.exec_dynamic(module)
    return module


def _has_musl():
    return "musl" in getattr(sys.implementation, "_multiarch", "")


def _start_launched(library, results):
    """Starts the timing in the launched process, and says so if that is impossible."""
    if not (_is_ours(library) and _is_ours(results)):
        return
    if sys.version_info < (3, 12):
        # Nothing has run yet, and a run that cannot be timed is not what was asked for.
        _tell(results, _TOO_OLD, 0)
        os._exit(1)
    if "t" in sys.abiflags:
        _tell(results, _REFUSED, _FREE_THREADED)
        return
    if _has_musl():
        _tell(results, _REFUSED, _MUSL)
        return
    try:
        start = _load("/proc/self/fd/%d" % library).start
    except Exception as error:
        _tell(results, _REFUSED, _NOT_LOADED, str(error))
        return
    os.close(library)
    try:
        start(results, True)
    except Exception as error:
        _tell(results, _REFUSED, _NOT_STARTED, str(error))


def _start_child(library, results, owner):
    """Starts the timing in a process that the program started."""
    if sys.version_info < (3, 12) or "t" in sys.abiflags or _has_musl():
        return
    if _is_timed(results, owner):
        _join(library, results, owner)
        return
    start = _load(_path(library, owner)).start
    results = _open(results, owner)
    try:
        start(results, False)
    except Exception:
        os.close(results)


def _join(library, results, owner):
    """Starts the timing in one more interpreter of a process, or counts it as one that is not timed."""
    try:
        # The file that is loaded already is the same, so that this gives the same library, whatever its name.
        join = _load(_path(library, owner)).join
    except Exception:
        results = _open(results, owner)
        try:
            for offset in (_INTERPRETERS_OFFSET, _UNTIMED_OFFSET):
                count = int.from_bytes(os.pread(results, 4, offset), "little")
                os.pwrite(results, (count + 1).to_bytes(4, "little"), offset)
        finally:
            os.close(results)
    else:
        join()


def _run():
    directory = os.path.dirname(__file__)
    # First of all, because the import at the end must find another file.
    sys.path[:] = [entry for entry in sys.path if entry != directory]
    sys.path_importer_cache.pop(directory, None)
    settings = os.environ.get("SERIEMA_AGENT") or _kept_settings(directory)
    own, is_nested, outer = settings.partition(";")
    # What another Seriema around this one has set is for its own bootstrap, which comes next on the path.
    _set("SERIEMA_AGENT", _with_role(outer, _LAUNCHED_WITHIN, of=_LAUNCHED) if is_nested else None)
    library, results, had_path, owner, role = (int(part) for part in own.split(","))
    _undo_path(directory, had_path)
    if role == _CHILD:
        _start_child(library, results, owner)
        return
    if role == _LAUNCHED:
        # Past `os.environ`, so that it is there for children and nowhere else.
        os.putenv("SERIEMA_AGENT", _with_role(settings, _CHILD))
    _start_launched(library, results)
    for descriptor in (library, results):
        if _is_ours(descriptor):
            os.close(descriptor)


try:
    _run()
except Exception:  # Nothing that goes wrong here may keep the program from running.
    pass
del sys.modules["sitecustomize"]
import sitecustomize  # The program's own, if it has one; if not, the ImportError is what `site` expects.
