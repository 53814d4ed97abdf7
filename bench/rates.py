"""How often the samplers can sample, what a sample costs them, and what becomes of it."""

import launch
import sampling

# Program, arguments, how many threads it samples, and its name in the table.
SHAPES = [
    ("depth.py", [5], 1, "depth 5"), ("depth.py", [20], 1, "depth 20"), ("depth.py", [100], 1, "depth 100"),
    ("depth.py", [500], 1, "depth 500"), ("fib.py", [], 1, "fib"), ("threads.py", [50, 0], 50, "50 threads, idle"),
    ("threads.py", [50, 8], 50, "50 threads, 8 busy"),
]
QUICK_SHAPES = ["depth 20", "fib", "50 threads, idle"]
HIGHEST = 1_000_000


def measure(python, samplers, rate, options, cpus, folder):
    """All shapes at one rate: {shape: {sampler: summary}}."""
    results = {}
    for program, arguments, threads, name in SHAPES:
        if options.quick and name not in QUICK_SHAPES:
            continue
        options.threads = threads
        ways = {sampler.name: sampler for sampler in samplers}
        with launch.Target(python, program, arguments, cpus[0]) as target:
            results[name] = sampling.in_turn(
                list(ways), options.repeats,
                lambda way: sampling.once(ways[way], target, cpus, rate, options, folder))
        show(name, threads, results[name])
    return results


def show(name, threads, results):
    base = results.get("seriema", {}).get("median")
    unit = "ticks/s" if threads > 1 else "good/s"
    print(f"  {name:29}{unit:>10}{'of wanted':>11}{'CPU each':>12}{'÷ seriema':>11}{'partial':>9}{'failed':>8}{'RSS':>9}")
    for way, result in results.items():
        if "median" not in result:
            print(f"    {way:27}failed: {result['error']}")
            continue
        row = result["median"]
        cost = row["microseconds"]
        ratio = f"{cost / base['microseconds']:.2f}" if base and cost and base["microseconds"] else "–"
        memory = f"{row['memory']:.1f} MiB" if row["memory"] else "–"
        each = f"{cost:.2f} µs" if cost else "–"
        print(
            f"    {way:27}{row['rate']:>10,.0f}{row['share']:>11.2%}{each:>12}{ratio:>11}{row['partial']:>9.1%}"
            f"{row['failed']:>8.1%}{memory:>9}")
