import Foundation
import SeriemaTestSupport
import Testing

/// `import seriema` in a program that times blocks of itself.
@Suite(.startsProcesses, .tags(.realPython))
struct PythonModuleTests {
  private let folder: TemporaryFolder
  private let modulePath: String

  init() throws {
    folder = try TemporaryFolder()
    let cache = folder.url.appending(path: "cache").path
    let outcome = try SeriemaExecutable.run(["python-path"], environment: ["XDG_CACHE_HOME": cache])
    modulePath = String(outcome.text.dropLast())
    #expect(outcome.text == "\(cache)/seriema/python\n", "\(outcome.error)")
  }

  /// What all programs have: functions to time, and what tells of the tools of `sys.monitoring`.
  private static let prelude = """
    import os, sys, threading, seriema
    def before(n): return sum(range(n))
    def after(n): return n * (n - 1) // 2
    def fail(): raise KeyError
    def holders(): return [sys.monitoring.get_tool(number) for number in range(6)]

    """

  private func run(
    _ python: PythonInstallation, _ program: String, prelude: String = prelude, under words: [String] = []
  ) throws -> ProcessOutcome {
    let script = try folder.write(prelude + program, to: "app.py")
    let environment: [String: String?] = ["PYTHONPATH": modulePath, "COLUMNS": nil, "FORCE_COLOR": nil]
    guard words.isEmpty else {
      return try SeriemaExecutable.run(
        words + ["--python", python.executable.path, script.path], environment: environment, directory: folder.url)
    }
    return try python.run([script.path], environment: environment, directory: folder.url)
  }

  /// Runs a program whose `assert` statements are the test.
  @discardableResult
  private func check(_ python: PythonInstallation, _ program: String) throws -> ProcessOutcome {
    let outcome = try run(python, program + "\nprint('done')\n")
    #expect(outcome.text.hasSuffix("done\n"), "\(outcome.error)")
    #expect(outcome.status == .exited(0))
    return outcome
  }

  @Test(arguments: PythonInstallation.required)
  func printsTheTableOfABlock(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      with seriema.timed(before, after, compare=True):
          for n in range(200): before(1000); after(1000)
      """)
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows["__main__:before"]?.calls == 200, "\(outcome.error)")
    #expect(rows["__main__:after"]?.calls == 200, "\(outcome.error)")
    #expect(rows["__main__:before"]?.cells["delta"] == "base", "\(outcome.error)")
    #expect(rows["__main__:after"]?.cells["delta"]?.hasSuffix(" %") == true, "\(outcome.error)")
    // Adding up a thousand numbers takes many times what a product takes, however busy the machine.
    let medians = try (#require(rows["__main__:after"]?.median), #require(rows["__main__:before"]?.median))
    #expect(medians.0 < medians.1, "\(outcome.error)")
    #expect(!outcome.error.contains("--raw"))
  }

  @Test(arguments: PythonInstallation.required)
  func givesResultsAsObjects(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      import time
      def nap(): time.sleep(0.02); after(1)
      with seriema.timed(nap, after, fail, before, show=False) as timings:
          for _ in range(3): nap()
          assert timings[nap].calls == 3
          for _ in range(2):
              try: fail()
              except KeyError: pass
      naps, inner, failed, none = timings
      assert [t.calls for t in timings] == [3, 3, 2, 0] and len(timings) == 4
      assert timings[nap] == naps == timings[0] and timings[after] == inner
      assert (naps.module, naps.qualname, naps.target) == ("__main__", "nap", "__main__:nap")
      assert naps.file == __file__ and naps.line == nap.__code__.co_firstlineno
      assert (naps.errors, failed.errors) == (0, 2)
      assert 0.06 <= naps.total < 60 and abs(naps.mean - naps.total / 3) < 1e-6
      assert 0.02 <= naps.min <= naps.median <= naps.p95 <= naps.p99 <= naps.max * 1.01 and naps.max <= naps.total
      assert naps.stdev >= 0 and naps.self_time <= naps.total and naps.slowest[0].duration == naps.max
      assert naps.slowest[0].process == os.getpid() and naps.slowest[0].thread_name == "MainThread"
      assert sum(count for lower, upper, count in naps.histogram) == 3
      assert none.calls == 0 and none.total == 0 and none.mean is None and none.max is None
      assert timings.json["format"] == "seriema-timings" and "nap" in str(timings) and "nap 3" in repr(timings)
      try: timings[len]
      except LookupError as error: assert "no target" in str(error)
      else: assert False
      class Made:
          def __new__(cls): return super().__new__(cls)
          def __init__(self): pass
      with seriema.timed(Made, show=False) as timings: Made()
      assert sorted(t.qualname for t in timings.all(Made)) == ["Made.__init__", "Made.__new__"]
      try: timings[Made]
      except LookupError as error: assert "all()" in str(error)
      else: assert False
      """)
    #expect(outcome.error == "")
  }

  @Test(arguments: PythonInstallation.required)
  func tellsThreadsApart(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      def work(n):
          for _ in range(n): after(n)
      def run(*counts):
          for n in counts:
              # One after the other, so that each could have the last one's place.
              thread = threading.Thread(target=work, args=(n,), name=f"worker {n}")
              thread.start(); thread.join()
      def calls(timing): return sorted((thread.thread_name, thread.calls) for thread in timing.threads)
      with seriema.timed(after, show=False) as outer:
          run(7)
          with seriema.timed(after, before, threads=True) as timings:
              run(3, 4, 5)
              after(1); before(1)
      expected = [("MainThread", 1), ("worker 3", 3), ("worker 4", 4), ("worker 5", 5)]
      assert calls(timings[after]) == expected, timings[after].threads
      assert calls(timings[before]) == [("MainThread", 1)]
      assert outer[after].calls == 20 and outer[after].threads == ()
      one = max(timings[after].threads, key=lambda thread: thread.calls)
      assert one.process == os.getpid() and one.thread != one.process and one.errors == one.inner == 0
      assert abs(sum(thread.total for thread in timings[after].threads) - timings[after].total) < 1e-6
      assert one.min <= one.median <= one.max and abs(one.mean * 5 - one.total) < 1e-8
      # More threads than there are places in all, block after block.
      for _ in range(3):
          with seriema.timed(after, threads=True, show=False) as timings: run(*[1] * 400)
          assert len(timings[after].threads) == 400
      """)
    #expect(outcome.error.contains(/__main__:after +worker 5 +/), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func leavesInWhatTheTimerTakes(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      def empty(): pass
      def around():
          for _ in range(1000): empty()
      with seriema.timed(empty, around, raw=True) as raw: around()
      with seriema.timed(empty, around) as corrected: around()
      assert raw.json["calibration"]["applied_bias_ns"] is None
      # On a processor whose counter advances every 10 ns it may come out as none.
      assert corrected.json["calibration"]["applied_bias_ns"] >= 0
      # A single call may read as nothing there.
      assert raw[empty].mean > 0
      with seriema.timed(empty, raw=True, show=False):
          try: seriema.timed(empty, show=False).start()
          except seriema.TimingError as error: assert "raw is True in a block that is open" in str(error), error
          else: assert False
          with seriema.timed(empty, raw=True, show=False) as inner: empty()
      assert inner[empty].calls == 1 and holders() == [None] * 6
      """)
    #expect(outcome.error.contains("\nraw: a call reads "), "\(outcome.error)")
    #expect(outcome.error.contains("; raw=True leaves both in"), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func comparesTheBlocksOfOneTimed(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      def short(n): return sum(range(n // 4))
      block = seriema.timed(before, short, fail, compare=True, show=False)
      with block as timings:
          for n in range(20): before(2000); short(2000)
      first = timings.comparisons
      assert len(first) == 1 and first[0].blocks == 1 and first[0].verdict is None and first[0].interval_percent is None
      assert first[0].reason == "it takes at least 3 blocks"
      # One of its targets was not called: nothing to go on with.
      block = seriema.timed(before, short, compare=True, show=False)
      for turn in range(8):
          if turn == 7: block._show = True
          with block as timings:
              for n in range(20): before(2000); short(2000)
          if turn == 3:
              with block: before(1)
      one, = timings.comparisons
      assert (one.base, one.target, one.blocks) == ("__main__:before", "__main__:short", 8), one
      assert one.verdict == "faster" and one.reason is None and one.more_blocks is None, one
      low, high = one.interval_percent
      assert -100 < low <= one.change_percent <= high < -1 and one.confidence_percent == 95
      assert 0 < one.target_mean < one.base_mean < 1
      # Blocks that lie in each other are not independent.
      @seriema.timed(before, short, compare=True, show=False)
      def both(depth):
          before(2000); short(2000)
          if depth: both(depth - 1)
      both(1); both(0); both(1); both(0)
      assert both.timings.comparisons[0].blocks == 2, both.timings.comparisons
      # Two of one name are not mixed up.
      slow, quick = (lambda: before(2000)), (lambda: short(2000))
      block = seriema.timed(slow, quick, compare=True, show=False)
      for turn in range(4):
          with block as timings:
              for n in range(20): slow(); quick()
      assert timings.comparisons[0].verdict == "faster", timings.comparisons
      assert not seriema.timed(before, short, show=False).start().comparisons
      """)
    #expect(outcome.error.contains("against __main__:before, in the same blocks: 8 blocks"), "\(outcome.error)")
    #expect(outcome.error.contains(/__main__:short .* faster\n/), "\(outcome.error)")
  }

  /// Case 36 of the acceptance list, by object.
  @Test(arguments: PythonInstallation.required)
  func timesWhateverCanBeCalled(_ python: PythonInstallation) throws {
    _ = try folder.write("def step(n): return n\n", to: "helper.py")
    try check(
      python,
      """
      import functools
      class Base:
          def method(self): return 1
          @classmethod
          def made(cls): return cls
          @staticmethod
          def free(): return 1
          @property
          def size(self): return 1
          @functools.cached_property
          def cached(self): return 1
      class Child(Base): pass
      @functools.lru_cache
      def once(): return 1
      def decorate(function):
          @functools.wraps(function)
          def wrapper(*a): return function(*a)
          return wrapper
      first, second = decorate(after), decorate(before)
      one, other = lambda: 1, lambda: 2
      partial = functools.partial(after, 3)
      child = Child()
      targets = [Child.method, Base.made, Base.free, Base.size, Base.__dict__["cached"], once, first, second, one, other,
                 "helper:step", child.made]
      with seriema.timed(*targets, show=False) as timings:
          child.method(); Base.made(); Child.free(); child.size; child.cached; child.cached; once(); once()
          first(1); first(2); second(1); one(); other(); other(); other()
          import helper; helper.step(1)
      assert [t.calls for t in timings] == [1, 1, 1, 1, 1, 1, 2, 1, 1, 3, 1, 1], list(timings)
      assert [timings[target].calls for target in targets[:3]] == [1, 1, 1]
      assert timings["helper:step"].calls == 1
      with seriema.timed(partial, first.__wrapped__, show=False) as timings: partial(); first(1)
      assert [t.calls for t in timings] == [2, 2]
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func saysWhatCannotBeTimed(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      def refused(kind, text, *targets):
          try:
              with seriema.timed(*targets): assert False
          except kind as error: assert text in str(error), error
          assert holders() == [None] * 6
      refused(TypeError, "len cannot be timed: it is of the type builtin_function_or_method", after, len)
      refused(TypeError, "3 cannot be timed: it is of the type int, and no function", 3)
      refused(TypeError, "int cannot be timed: the class has no __init__", int)
      refused(TypeError, "'parse' is no target: write module:qualname", "parse")
      refused(TypeError, "there is nothing to time")
      refused(AttributeError, "nothing", "json:nothing")
      refused(ModuleNotFoundError, "nowhere", "nowhere:f")
      refused(seriema.TimingError, "too many functions", *[lambda: 1 for _ in range(300)])
      made = [type("Made", (), {"__init__": eval("lambda self: None")}) for _ in range(200)]
      with seriema.timed(*made, show=False):
          refused_inside = [type("Made", (), {"__init__": eval("lambda self: None")}) for _ in range(100)]
          try: seriema.timed(*refused_inside).start()
          except seriema.TimingError as error: assert "too many functions" in str(error), error
          else: assert False
      block = seriema.timed(after, show=False)
      with block:
          try: block.start()
          except seriema.TimingError as error: assert "open already" in str(error)
          else: assert False
      # Each tool that is there keeps its id.
      for number in range(2, 6): sys.monitoring.use_tool_id(number, "tool %d" % number)
      try: block.start()
      except seriema.TimingError as error:
          assert "every tool id of sys.monitoring is taken: 2 by tool 2, 3 by tool 3, 4 by tool 4" in str(error), error
      else: assert False
      sys.monitoring.free_tool_id(5)
      with block as timings: after(1)
      assert timings[after].calls == 1
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func leavesNothingBehind(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      import gc
      def numbers():
          yield 1
          yield 2
      def seen():
          with open("/proc/self/maps") as maps: mappings = sum("seriema" in line for line in maps)
          return holders(), sorted(os.listdir("/proc/self/fd")), threading.active_count(), mappings
      def resident():
          with open("/proc/self/statm") as file: return int(file.read().split()[1]) * 4096
      def block(raises=False):
          with seriema.timed(before, after, numbers, fail, show=False) as timings:
              suspended = numbers(); next(suspended)
              after(1)
              try: fail()
              except KeyError: pass
              if raises: raise ValueError
          assert timings[after].calls == 1 and len(timings[numbers].suspended) == 1
          return suspended
      block()
      first = seen()
      assert first[0] == [None] * 6
      gc.collect()
      references = sys.getrefcount(after), sys.getrefcount(after.__code__)
      for _ in range(3): list(block())
      memory = resident()
      for _ in range(20): list(block())
      try: block(raises=True)
      except ValueError: pass
      gc.collect()
      assert seen() == first, (seen(), first)
      assert references == (sys.getrefcount(after), sys.getrefcount(after.__code__))
      assert resident() < memory + 4_000_000, resident() - memory
      assert not [name for name in sys.modules if "_seriema" in name]
      # The next owner of the tool id inherits no events: on 3.12 and 3.13 freeing the id alone would leave them.
      monitoring = sys.monitoring
      calls = []
      monitoring.use_tool_id(4, "next")
      for name in ("PY_START", "PY_RETURN", "PY_UNWIND", "PY_THROW", "PY_RESUME", "PY_YIELD"):
          previous = monitoring.register_callback(4, getattr(monitoring.events, name), lambda *a: calls.append(a))
          assert previous is None
      assert monitoring.get_events(4) == 0
      for function in (before, after, numbers, fail):
          assert monitoring.get_local_events(4, function.__code__) == 0
      after(1); list(numbers())
      try: fail()
      except KeyError: pass
      assert calls == []
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func blocksMayLieInEachOther(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      import time
      def nap(length): time.sleep(length)
      def numbers(n):
          for i in range(n): yield i
      with seriema.timed(nap, after, numbers, show=False) as outer:
          nap(0.05); after(1)
          across = numbers(3); next(across)
          with seriema.timed(nap, before, numbers, show=False) as inner:
              nap(0.001); nap(0.001); before(1); after(1); list(numbers(2)); next(across)
              assert outer[nap].calls == 3 and inner[nap].calls == 2
              with seriema.timed(nap, show=False) as innermost: nap(0.001)
          nap(0.02); before(1); list(across)
      assert (outer[nap].calls, inner[nap].calls, innermost[nap].calls) == (5, 3, 1)
      assert (outer[after].calls, inner[before].calls) == (2, 1)
      # Each has its own shortest and longest calls; the clock's rate is measured anew, so to a nanosecond or two.
      assert outer[nap].max >= 0.05
      assert abs(outer[nap].min - min(inner[nap].min, innermost[nap].min)) < 3e-9
      assert inner[nap].slowest[0].duration == inner[nap].max and len(inner[nap].slowest) == 3
      assert len(outer[nap].slowest) == 5
      assert abs(outer[nap].total - sum(call.duration for call in outer[nap].slowest)) < 1e-6
      # A generator belongs to the blocks in which it began.
      assert (outer[numbers].calls, inner[numbers].calls) == (2, 1)
      # A block within a timed call: the call goes on.
      def around():
          with seriema.timed(around, after, show=False) as timings: after(1)
          return timings
      with seriema.timed(around, show=False) as timings: within = around()
      assert timings[around].calls == 1 and within[around].calls == 0 and within[after].calls == 1
      assert holders() == [None] * 6
      """)
  }

  /// Nothing is used up by blocks that have ended, while one around them goes on.
  @Test(arguments: PythonInstallation.required)
  func blocksMayFollowEachOtherInABlock(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      def make():
          def nested(): return 1
          return nested
      def numbers(): yield 1
      nested, sibling = make(), make()
      def block(number):
          # Without reading each, which starts a program.
          inner = seriema._Block([seriema._resolve(target) for target in (after, nested, numbers)])
          after(number); nested(); sibling(); list(numbers())
          inner._leave(-1)
      with seriema.timed(after, numbers, fail, show=False) as outer:
          for number in range(1500): block(number)
          with seriema.timed(after, nested, sibling, show=False) as inner:
              after(1); nested(); sibling(); sibling()
      assert outer[after].calls == 1501 and outer[numbers].calls == 1500 and outer[fail].calls == 0
      assert [t.calls for t in inner] == [1, 1, 2]
      assert sum(count for lower, upper, count in outer[after].histogram) == 1501
      assert outer.json["lost_calls"] == 0
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func blocksMayOverlapInThreads(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      first, second = seriema.timed(after, show=False), seriema.timed(after, before, show=False)
      one = first.start(); after(1)
      two = second.start(); after(1); before(1)
      first.stop(); after(1); before(1)
      second.stop(); after(1)
      assert (one[after].calls, two[after].calls, two[before].calls) == (2, 2, 2)
      # Threads of their own, with one target for all and one for each.
      results = {}
      barrier = threading.Barrier(4)
      def work(number):
          def own(): return number
          for turn in range(5):
              barrier.wait()
              with seriema.timed(own, show=False) as timings:
                  for _ in range(number + turn): own(); after(turn)
              results[number, turn] = timings[own].calls
      with seriema.timed(after, show=False) as timings:
          threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
          for thread in threads: thread.start()
          for thread in threads: thread.join()
      assert all(calls == sum(key) for key, calls in results.items()) and len(results) == 20, results
      assert timings[after].calls == sum(map(sum, results))
      assert holders() == [None] * 6
      # A thread that was there before, and is in a call as the block begins and as it ends.
      go, stop = threading.Event(), threading.Event()
      def waits():
          go.set(); stop.wait()
          stop.clear()
      def twice(): waits(); waits()
      thread = threading.Thread(target=twice)
      thread.start(); go.wait()
      with seriema.timed(waits, show=False) as timings:
          go.clear(); stop.set(); go.wait()
      stop.set(); thread.join()
      assert timings[waits].calls == 0 and timings[waits].begun_before == 1
      assert len(timings[waits].in_flight) == 1
      """)
  }

  /// The first block of all is opened again and again, and others come in between.
  @Test(arguments: PythonInstallation.required)
  func manyThreadsBeginAndEndBlocks(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      import random, time
      sys.setswitchinterval(1e-5)
      def make():
          def nested(n): return n and nested(n - 1)
          return nested
      def numbers():
          yield 1
          yield 2
      functions = [make(), make(), make(), after, numbers]
      wrong = []
      end = time.monotonic() + 1.5
      def calls():
          while time.monotonic() < end:
              function = random.choice(functions)
              if function is numbers:
                  suspended = numbers(); next(suspended)
                  if random.random() < 0.5: list(suspended)
              else: function(random.randrange(4))
      def opened(targets):
          # Without reading each, which starts a program.
          return seriema._Block([seriema._resolve(target) for target in targets])
      def times():
          def own(): return 1
          while time.monotonic() < end:
              outer = opened(random.sample(functions, 3))
              time.sleep(random.random() * 0.002)
              inner, count = opened([own] + random.sample(functions, 2)), random.randrange(50)
              for _ in range(count): own()
              if random.random() < 0.05:
                  inner.close()
                  if inner.timings[own].calls != count: wrong.append((inner.timings[own].calls, count))
              else: inner._leave(-1)
              outer._leave(-1)
      threads = [threading.Thread(target=target) for target in [calls] * 3 + [times] * 3]
      for thread in threads: thread.start()
      for thread in threads: thread.join()
      assert wrong == [] and holders() == [None] * 6, wrong
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func letsExceptionsThrough(_ python: PythonInstallation) throws {
    let outcome = try run(
      python,
      """
      with seriema.timed(after, fail):
          after(1)
          fail()
      """)
    #expect(outcome.status == .exited(1))
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows["__main__:after"]?.calls == 1, "\(outcome.error)")
    #expect(rows["__main__:fail"]?.errors == 1, "\(outcome.error)")
    #expect(outcome.error.hasSuffix("KeyError\n"), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func decoratesFunctionsOfEveryKind(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      import asyncio
      @seriema.timed(after, show=False)
      def plain(n):
          for _ in range(n): after(1)
          return n
      assert plain.timings is None
      assert plain(2) == 2 and plain.timings[after].calls == 2
      assert plain(3) == 3 and plain.timings[after].calls == 3
      assert plain.__name__ == "plain"
      @seriema.timed(after, show=False)
      def numbers():
          after(1); yield 1
          after(1); yield 2
      assert list(numbers()) == [1, 2] and numbers.timings[after].calls == 2
      @seriema.timed(after, show=False)
      async def waiting():
          after(1); await asyncio.sleep(0.001); after(1)
      asyncio.run(waiting())
      assert waiting.timings[after].calls == 2
      @seriema.timed(after, show=False)
      def recursive(n): return n and recursive(n - 1)
      recursive(3)
      try:
          @seriema.timed(after)
          async def stream(): yield 1
      except TypeError as error: assert "asynchronous generator" in str(error)
      else: assert False
      assert holders() == [None] * 6
      async def job():
          await asyncio.sleep(0.01)
      async def jobs():
          with seriema.timed(job, show=False) as timings: await asyncio.gather(job(), job(), job())
          return timings
      jobs = asyncio.run(jobs())
      assert jobs[job].calls == 3 and jobs[job].latency.count == 3 and jobs[job].latency.min >= 0.01
      assert jobs[job].total < jobs[job].latency.total
      # The function itself, until the end.
      timing = seriema.timed(compare=True)
      @timing
      def own(): return 1
      @timing
      def other(): return 2
      own(); own(); other()
      """)
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows.values.reduce(0) { $0 + ($1.calls ?? 0) } == 3, "\(outcome.error)")
    #expect(rows["__main__:own"]?.calls == 2, "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func countsForkedChildrenAndPrintsOneTable(_ python: PythonInstallation) throws {
    let outcome = try check(
      python,
      """
      import multiprocessing, time
      with seriema.timed(after) as timings:
          after(1)
          child = os.fork()
          if child == 0: after(1); after(1)
          else: status = os.waitpid(child, 0)[1]
      if child == 0:
          # Not its block, but it may have its own.
          try: timings[after]
          except seriema.TimingError: pass
          else: os._exit(1)
          def worker():
              before(1); after(1)
              ready.set(); leave.wait()
          ready, leave = threading.Event(), threading.Event()
          thread = threading.Thread(target=worker)
          thread.start(); ready.wait()
          try: seriema.timed(before).start()
          except seriema.TimingError as error: assert "other threads" in str(error)
          else: os._exit(2)
          leave.set(); thread.join()
          own = seriema.timed(before, show=False)
          for _ in range(1000):
              # The thread may have a little way to its end.
              try: own.start()
              except seriema.TimingError: time.sleep(0.01)
              else: break
          before(1); after(1)
          own = own.stop()
          os._exit(own[before].calls + 10)
      assert os.waitstatus_to_exitcode(status) == 11, status
      assert timings[after].calls == 4, timings[after]
      assert timings.json["processes"] == 2
      child = os.fork()
      if child == 0:
          with seriema.timed(before, show=False) as own: before(1)
          os._exit(own[before].calls + 10)
      assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 11
      context = multiprocessing.get_context("fork")
      with seriema.timed(before, after, show=False) as timings:
          with context.Pool(2) as pool: pool.map(before, [10] * 20, chunksize=1)
          after(1)
      assert timings[before].calls == 20 and timings[after].calls == 1
      with seriema.timed(before, after, show=False) as timings: before(1)
      assert [t.calls for t in timings] == [1, 0]
      # A child that outlives the block does not count for the next.
      there, back = os.pipe(), os.pipe()
      with seriema.timed(before, show=False) as timings:
          child = os.fork()
          if child == 0:
              before(1); os.write(back[1], b"1"); os.read(there[0], 1)
              for _ in range(100): before(1); after(1)
              os._exit(0)
          os.read(back[0], 1)
      with seriema.timed(after, show=False) as next_block:
          after(1); os.write(there[1], b"1"); os.waitpid(child, 0)
      assert timings[before].calls == 1 and next_block[after].calls == 1
      """)
    #expect(outcome.error.matches(of: /function +calls/).count == 1, "\(outcome.error)")
  }

  /// A program that `seriema time` times may time itself as well; when no tool id is left, it hears who has them.
  @Test(arguments: PythonInstallation.required)
  func timesInsideATimedProgram(_ python: PythonInstallation) throws {
    let outcome = try run(
      python,
      """
      after(1)
      with seriema.timed(after, before) as timings: after(1); after(1); before(1)
      sys.monitoring.use_tool_id(5, "five")
      sys.monitoring.use_tool_id(2, "two")
      try: seriema.timed(after).start()
      except seriema.TimingError as error: print(error)
      """, under: ["time", "-t", "app:after"])
    #expect(outcome.status == .exited(0))
    let text = "every tool id of sys.monitoring is taken: 2 by two, 3 by seriema time, 4 by seriema time, 5 by five\n"
    #expect(outcome.text == text)
    let tables = outcome.error.split(separator: "function ", omittingEmptySubsequences: true)
    #expect(tables.count == 2, "\(outcome.error)")
    let inner = TimingLine.rows(of: "function " + (tables.first ?? ""))
    let outer = TimingLine.rows(of: "function " + (tables.last ?? ""))
    #expect(inner["__main__:after"]?.calls == 2, "\(outcome.error)")
    #expect(inner["__main__:before"]?.calls == 1, "\(outcome.error)")
    #expect(outer["app:after"]?.calls == 3, "\(outcome.error)")
  }

  /// Its agent is another than that of the program that started it.
  @Test(arguments: PythonInstallation.required)
  func timesInAChildOfATimedProgram(_ python: PythonInstallation) throws {
    let outcome = try run(
      python,
      """
      import subprocess
      if sys.argv[1:]:
          with seriema.timed(after, show=False) as timings: after(1); after(1)
          print(timings[after].calls, holders())
      else:
          subprocess.run([sys.executable, __file__, "child"])
      """, under: ["time", "-t", "app:after"])
    #expect(outcome.text == "2 [None, None, None, 'seriema', 'seriema', None]\n", "\(outcome.error)")
    #expect(TimingLine.rows(of: outcome.error)["app:after"]?.calls == 2, "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.sampled.filter { !$0.isTimed })
  func saysThatAPythonIsTooOld(_ python: PythonInstallation) throws {
    let program = "import seriema\ntry: seriema.timed(print)\nexcept seriema.TimingError as error: print(error)\n"
    let outcome = try run(python, program, prelude: "")
    let start = "seriema.timed() needs Python 3.12 or later, which has sys.monitoring; this is \(python.version)."
    #expect(outcome.text.hasPrefix(start), "\(outcome.text)\(outcome.error)")
    #expect(outcome.text.contains("'seriema run' can sample"))
    #expect(outcome.error == "")
  }

  @Test(arguments: PythonInstallation.required)
  func refusesInASubInterpreter(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      try: import _interpreters as interpreters
      except ImportError: import _xxsubinterpreters as interpreters
      code = '''if True:
          import seriema
          def f(): pass
          try: seriema.timed(f).start()
          except seriema.TimingError as error: assert "main interpreter" in str(error), error
          else: assert False
          '''
      failure = interpreters.run_string(interpreters.create(), code)
      assert not failure, failure
      with seriema.timed(after, show=False) as timings: after(1)
      assert timings[after].calls == 1
      """)
  }

  @Test(arguments: PythonInstallation.required)
  func saysThatTheProgramIsMissing(_ python: PythonInstallation) throws {
    try check(
      python,
      """
      seriema._EXECUTABLE = "/nowhere/seriema"
      os.environ["PATH"] = "/nowhere"
      try: seriema.timed(after).start()
      except seriema.TimingError as error: assert "cannot find the program seriema" in str(error), error
      else: assert False
      seriema._EXECUTABLE = "/bin/false"
      try: seriema.timed(after).start()
      except seriema.TimingError as error: assert "/bin/false failed with status 1" in str(error), error
      else: assert False
      assert holders() == [None] * 6
      """)
  }

  @Test(arguments: ["", "no timings\n"])
  func readsNothingElseThanTimings(_ text: String) throws {
    let outcome = try SeriemaExecutable.run(["block-report", "--descriptor", "0"], input: Data(text.utf8))
    #expect(outcome.status == .exited(1))
    #expect(outcome.text == "")
    #expect(outcome.error.hasPrefix("error: cannot read the timings of a block\n"), "\(outcome.error)")
  }

  @Test func saysThatThereIsNoFolder() throws {
    let outcome = try SeriemaExecutable.run(["python-path"], environment: ["XDG_CACHE_HOME": "/proc/none"])
    #expect(outcome.status == .exited(1))
    #expect(outcome.text == "")
    #expect(outcome.error.hasPrefix("error: cannot make the folder /proc/none"), "\(outcome.error)")
    let homeless = try SeriemaExecutable.run(["python-path"], environment: ["XDG_CACHE_HOME": nil, "HOME": nil])
    #expect(homeless.status == .exited(1))
    #expect(homeless.error.hasPrefix("error: there is no folder for the module"), "\(homeless.error)")
  }
}
