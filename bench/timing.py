"""What timing an empty function costs."""

import os
import statistics
import subprocess

import launch
import tools

CALLS = 200_000


def measure(options, cpus, folder):
    python = launch.find_python((3, 13))
    print("\nTiming an empty function: Python 3.13, nanoseconds a call")
    if python is None:
        print("  missing: Python 3.13; nothing was measured")
        return {"missing": "Python 3.13"}
    # A script of its own: tprof imports the module of its target, and a script that runs is another module.
    program = [os.path.join(launch.TARGETS, "time_empty_calls.py"), str(CALLS)]
    target = "empty_calls:empty"
    commands = {"bare": [python] + program}
    if not options.seriema_tool.reason:
        commands["seriema time"] = [
            options.seriema_tool.path, "time", "--python", python, "-t", target] + program
    place = os.environ.get("BENCH_TPROF")
    environment = dict(tools.environment(), PYTHONPATH=os.pathsep.join([place or "", launch.TARGETS]))
    found = subprocess.run([python, "-c", "import tprof"], env=environment, stderr=subprocess.DEVNULL)
    if found.returncode == 0:
        commands["tprof"] = [python, "-m", "tprof", "-t", target] + program
    else:
        print("  missing: tprof: Python 3.13 cannot import it, and BENCH_TPROF names no folder that has it")
    results = {name: [] for name in commands}
    for turn in range(options.repeats):
        for name in list(commands) if turn % 2 == 0 else list(commands)[::-1]:
            process = launch.start(
                commands[name], cpus[0], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=environment if name == "tprof" else tools.environment())
            output, error = process.communicate(timeout=120)
            found = [line.split()[1] for line in output.decode().splitlines() if line.startswith("ns_per_call")]
            if not found:
                print(f"  {name} failed: {(error.decode().strip().splitlines() or ['said nothing'])[-1]}")
                continue
            results[name].append(float(found[0]))
    medians = {name: statistics.median(values) for name, values in results.items() if values}
    return {"nanoseconds": medians, "runs": results}


def show(results):
    medians = results["nanoseconds"]
    bare = medians.get("bare", 0)
    added = medians.get("seriema time", 0) - bare
    for name, value in medians.items():
        text = f"  {name:22}{value:>9.1f} ns"
        if name != "bare":
            text += f"   + {value - bare:.1f} ns"
            text += f"   ÷ seriema {(value - bare) / added:.2f}" if added > 0 else ""
        print(text)
