import FunctionTiming
import ProfileModel
import SeriemaTestSupport
import Testing

/// Interpreters that the program makes beside the main one are timed with it.
@Suite(.startsProcesses) struct InterpreterTests {
  /// `make(has_own_gil)`, `run(id, code)` and `destroy(id)`, whatever the version calls them.
  private static let interpreters = """
    import sys
    try: import _interpreters
    except ImportError: import _xxsubinterpreters as _interpreters
    def make(has_own_gil):
        if sys.version_info < (3, 13): return _interpreters.create(isolated=has_own_gil)
        return _interpreters.create("isolated" if has_own_gil else "legacy")
    def run(id, code):
        failure = _interpreters.run_string(id, f"import sys; sys.path.insert(0, {sys.path[0]!r})\\n" + code)
        if failure: print(failure)
    destroy = _interpreters.destroy

    """

  @Test(arguments: PythonInstallation.required, [true, false])
  func timesInterpretersOfEveryKind(_ python: PythonInstallation, hasOwnGIL: Bool) throws {
    let source =
      Self.interpreters + """
        import helper
        helper.step()
        for n in range(1, 4):
            id = make(\(hasOwnGIL ? "True" : "False"))
            run(id, f"import helper\\nfor _ in range({n}): helper.step()\\nhelper.fail()\\nprint(sum(helper.numbers()))")
            destroy(id)
        helper.step()
        """
    let helper = """
      def step(): pass
      def fail():
          try: raising()
          except KeyError: pass
      def raising(): raise KeyError
      def numbers():
          for n in range(5):
              yield n
      """
    let run = try TimedRun(
      source, on: python, targets: ["helper:step", "helper.py:raising", "helper:num*"], files: ["helper.py": helper])
    #expect(run.ending == .exited(0))
    #expect(run.errors == "")
    #expect(run.output == "10\n10\n10\n")
    #expect(try run.calls() == [8, 3, 3])
    #expect(try run.function(1).errors == 3)
    #expect(try run.function(2).suspensions == 15)
    #expect(run.report.interpreters == .init(count: 3, untimed: 0))
    #expect(run.report.processes == 1)
    #expect(run.report.lostCalls == 0)
  }

  /// What leads to the agent is then not in the environment, nor anything in what the interpreter sees of it.
  @Test(arguments: PythonInstallation.required)
  func timesInterpretersThatComeAfterTheEnvironmentWasCleared(_ python: PythonInstallation) throws {
    let source =
      Self.interpreters + """
        import os
        os.environ.clear()
        id = make(False)
        run(id, "import helper, os\\nfor _ in range(3): helper.step()\\nprint(sorted(os.environ))")
        destroy(id)
        os.environ["PYTHONPATH"] = "/nowhere"
        id = make(False)
        run(id, "import helper, os\\nhelper.step()\\nprint(os.environ.get('PYTHONPATH'))")
        destroy(id)
        """
    let run = try TimedRun(source, on: python, targets: ["helper:step"], files: ["helper.py": "def step(): pass"])
    #expect(run.ending == .exited(0))
    #expect(run.errors == "")
    #expect(run.output == "[]\n/nowhere\n")
    #expect(try run.calls() == [4])
    #expect(run.report.interpreters == .init(count: 2, untimed: 0))
  }

  /// Interpreters with a GIL of their own run at the same time; what a thread calls in another is inside its own call.
  @Test(arguments: PythonInstallation.required)
  func timesInterpretersThatRunAtTheSameTime(_ python: PythonInstallation) throws {
    let source =
      Self.interpreters + """
        import threading
        code = "import helper\\nfor _ in range(20000): helper.step()\\nfor _ in range(2000): list(helper.numbers())"
        def work():
            id = make(True)
            run(id, code)
            destroy(id)
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        """
    let run = try TimedRun(
      source, on: python, targets: ["helper:step", "helper:numbers", "app:work"],
      files: ["helper.py": "def step(): pass\ndef numbers():\n    yield 1\n    yield 2\n"],
      options: TimingOptions(byThread: true))
    #expect(run.ending == .exited(0))
    #expect(run.errors == "")
    #expect(run.output == "")
    #expect(try run.calls() == [80_000, 8_000, 4])
    #expect(try run.function(1).suspensions == 16_000)
    #expect(run.report.interpreters == .init(count: 4, untimed: 0))
    #expect(try run.function(0).threads.map(\.durations.count) == [20_000, 20_000, 20_000, 20_000])
    let (step, work) = try (run.function(0), run.function(2))
    #expect(work.selfTime + step.durations.total <= work.durations.total + Nanoseconds(seconds: 0.01))
  }

  @Test(arguments: PythonInstallation.required)
  func doesNotGrowWithEachInterpreter(_ python: PythonInstallation) throws {
    let source =
      Self.interpreters + """
        def resident():
            with open("/proc/self/statm") as file: return int(file.read().split()[1]) * 4096
        def work(count):
            for _ in range(count):
                id = make(False)
                run(id, "import helper; helper.step()")
                destroy(id)
        work(20)
        before = resident()
        work(60)
        print(resident() - before, sum("seriema" in line for line in open("/proc/self/maps")))
        """
    let files = ["helper.py": "def step(): pass"]
    let growth = { (targets: [String]) throws -> (bytes: Int, mappings: Int) in
      let run = try TimedRun(source, on: python, targets: targets, files: files)
      #expect(run.errors == "")
      let numbers = run.output.trimmingSuffix("\n").split(separator: " ").compactMap { Int($0) }
      try #require(numbers.count == 2, "\(run.output)")
      return (numbers[0], numbers[1])
    }
    let (plain, timed) = try (growth([]), growth(["helper:step"]))
    // An interpreter leaves some memory of its own behind.
    #expect(timed.bytes < plain.bytes + 60 * 20_000, "\(timed.bytes) \(plain.bytes)")
    #expect(timed.mappings < 10)
  }
}
