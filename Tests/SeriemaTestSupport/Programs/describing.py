"""Says what a program can see of the way it was started; must be the same under a profiler."""

import os
import pickle
import signal
import sys
import threading


class Point:
    x: int
    y: "str"

    def __init__(self, x):
        self.x = x

    def move(self, by: float = 1.0) -> "Point":
        return Point(self.x + by)


main = sys.modules["__main__"]
print("argv", sys.argv)
print("orig_argv", getattr(sys, "orig_argv", ["before 3.10"])[1:])
print("path[0]", sys.path[0])
print("path", sys.path)
print("name", __name__, "file", __file__, "spec", __spec__ and (__spec__.name, __spec__.origin, __spec__.cached), "package", __package__, "cached", main.__dict__.get("__cached__"))
print("loader", type(__loader__).__name__)
print("names", sorted(vars(main)))
print("pickle", pickle.dumps(Point(1), protocol=2))
print("again", pickle.loads(pickle.dumps(Point(2))).x)
print("annotations", Point.__annotations__, Point.move.__annotations__)
print("flags", sys.flags)
print("warnoptions", sys.warnoptions, "xoptions", sys._xoptions)
print("executable", sys.executable, "prefix", sys.prefix)
print("environment", sorted(item for item in os.environ.items() if item[0] not in ("_", "SHLVL")))
print("directory", os.getcwd())
print("descriptors", sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + name)))
print("signals", [(number, str(signal.getsignal(number))) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD)])
print("blocked", signal.pthread_sigmask(signal.SIG_BLOCK, []))
print("session", os.getsid(0) == os.getpid())
print("trace", sys.gettrace(), "profile", sys.getprofile(), "threads", threading.active_count())
print("recursion", sys.getrecursionlimit())
sys.stdout.write("bytes \udcff\n".encode("utf-8", "surrogateescape").decode("latin-1"))
sys.stdout.flush()
sys.stdout.buffer.write(bytes(range(256)) + b"\n")
sys.stdout.flush()
print("first line", input("question? "))
print("rest", sys.stdin.read())
