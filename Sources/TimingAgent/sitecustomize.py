"""Starts Seriema's timing agent, then leaves the interpreter as it would have been without it.

Runs on every Python that may be launched, so it keeps to what Python 3.8 has, and imports nothing that was not there.
"""

import _imp
import os
import sys

# Fields of the shared memory, and their values: timing_layout.h, timing_status.h.
_STATUS_OFFSET = 12
_DETAIL_OFFSET = 24
_DETAIL_BYTES = 256
_REFUSED = 3
_TOO_OLD = 4
_FREE_THREADED = 2
_NOT_LOADED = 3
_NOT_STARTED = 4


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


def _undo_path(directory, had_path):
    """Takes away the directory that this file is in, and whatever led to it."""
    old = os.environ.get("PYTHONPATH", "")[len(directory) + 1 :]
    if had_path:
        os.environ["PYTHONPATH"] = old
    else:
        os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [entry for entry in sys.path if entry != directory]
    sys.path_importer_cache.pop(directory, None)
    cached = __spec__.cached  # Below PYTHONPYCACHEPREFIX; beside this file it cannot be.
    for path in (__file__, os.path.join(directory, "__pycache__"), cached):
        try:
            os.unlink(path)
        except (OSError, TypeError):
            pass
    try:
        os.rmdir(directory)
    except OSError:
        pass


def _load(library):
    spec = type(sys.implementation)(name="_seriema_agent", origin="/proc/self/fd/%d" % library)
    module = _imp.create_dynamic(spec)
    _imp.exec_dynamic(module)
    return module


def _start():
    """Returns the call that starts the timing, to be made last."""
    settings = os.environ.pop("SERIEMA_AGENT", "")
    library, results, had_path = (int(part) for part in settings.split(","))
    _undo_path(os.path.dirname(__file__), had_path)
    start = None
    if _is_ours(library) and _is_ours(results):
        if sys.version_info < (3, 12):
            # Nothing has run yet, and a run that cannot be timed is not what was asked for.
            _tell(results, _TOO_OLD, 0)
            os._exit(1)
        elif "t" in sys.abiflags:
            _tell(results, _REFUSED, _FREE_THREADED)
        else:
            try:
                start = _load(library).start
            except Exception as error:
                _tell(results, _REFUSED, _NOT_LOADED, str(error))
    if _is_ours(library):
        os.close(library)
    return start, results


def _run():
    start, results = _start()
    if start:
        try:
            start(results)
        except Exception as error:
            _tell(results, _REFUSED, _NOT_STARTED, str(error))
    if _is_ours(results):
        os.close(results)


try:
    _run()
except Exception:  # Nothing that goes wrong here may keep the program from running.
    pass
del sys.modules["sitecustomize"]
import sitecustomize  # The program's own, if it has one; if not, the ImportError is what `site` expects.
