"""What a process is asked to run by PEP 768: takes the agent in, or has it leave.

Imports nothing but what is built into the interpreter: `sys.path` is the program's. The last line, with the paths, is
put behind this text.
"""


def run(action, token, library, results):
    import _imp
    import posix
    import sys

    # Fields of the shared memory, and their values: timing_layout.h, timing_status.h.
    status_offset, detail_offset, detail_bytes, refused, not_loaded = 12, 32, 256, 3, 3
    try:
        pipe = posix.open(token, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_CLOEXEC)
        try:
            # Whoever gets the one byte in it has the say: us, or who asked and did not want to wait any longer.
            if not posix.read(pipe, 1):
                return
        finally:
            posix.close(pipe)
    except OSError:
        return
    try:
        file = posix.open(results, posix.O_RDWR | posix.O_CLOEXEC) if results else -1
        try:
            module = _imp.create_dynamic(type(sys.implementation)(name="_seriema_agent", origin=library))
            _imp.exec_dynamic(module)
        except Exception as error:
            if file >= 0:
                words = (refused, not_loaded, sys.hexversion)
                posix.pwrite(file, str(error).encode("utf-8", "replace")[:detail_bytes], detail_offset)
                posix.pwrite(file, b"".join(word.to_bytes(4, "little") for word in words), status_offset)
                posix.close(file)
            return
        if action == "come":
            module.come(file, library)
        else:
            module.go()
    except Exception:  # Nothing of ours may appear in the program.
        pass


