"""Finds interpreters, and starts targets and profilers on processors of their own."""

import os
import signal
import subprocess

BENCH = os.path.dirname(os.path.abspath(__file__))
TARGETS = os.path.join(BENCH, "targets")


def find_python(version):
    """The interpreter of this minor version: BENCH_PYTHON_3_13, PATH, pyenv, or the repository's .pythons."""
    name = "python%d.%d" % version
    chosen = os.environ.get("BENCH_PYTHON_%d_%d" % version)
    pyenv = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
    releases = sorted(os.listdir(pyenv), reverse=True) if os.path.isdir(pyenv) else []
    places = [chosen] if chosen else [os.path.join(pyenv, release, "bin", name) for release in releases]
    if not chosen:
        places.append(os.path.join(os.path.dirname(BENCH), ".pythons/usr/bin", name))
        places += [os.path.join(folder, name) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    # A pyenv shim starts for any version, and then says that it is not there.
    for place in places:
        if os.access(place, os.X_OK) and subprocess.run([place, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return os.path.realpath(place)
    return None


def start(command, cpu, **options):
    """Starts a process on one processor, with the signals of a foreground job."""

    def prepare():
        os.sched_setaffinity(0, {cpu})
        signal.signal(signal.SIGINT, signal.default_int_handler)

    return subprocess.Popen(command, preexec_fn=prepare, **options)


class Target:
    """A program of targets/ that has said READY; killed at the end."""

    def __init__(self, python, program, arguments, cpu):
        self.process = start(
            [python, os.path.join(TARGETS, program)] + [str(argument) for argument in arguments], cpu,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self.process.pid
        self.ready = self.process.stdout.readline().decode().split()

    def ask(self):
        """The answer to an empty line."""
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
