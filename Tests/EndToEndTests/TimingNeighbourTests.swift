import Foundation
import SeriemaTestSupport
import Testing

/// Case 44 of the acceptance list: other tools in the same program do their work, and so does the timer.
@Suite(.startsProcesses, .tags(.realPython))
struct TimingNeighbourTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let files = [
      "app.py": """
      import helper
      def work(n):
          if n % 2:
              return helper.step(n)
          return 0
      for n in range(100): work(n)
      print("done")
      """,
      "helper.py": """
      def step(n):
          m = n
          return m
      def unused():
          return 1
      """,
    ]
    for (name, text) in files {
      try text.write(to: folder.url.appending(path: name), atomically: true, encoding: .utf8)
    }
  }

  private func time(
    _ python: PythonInstallation, _ program: [String], environment: [String: String?] = [:]
  ) throws -> ProcessOutcome {
    try SeriemaExecutable.run(
      ["time", "-t", "__main__:work", "-t", "helper:step", "--python", python.executable.path] + program,
      environment: environment, directory: folder.url)
  }

  private func expectCalls(_ outcome: ProcessOutcome, work: Int? = 100) {
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows["helper:step"]?.calls == 50, "\(outcome.error)")
    if let work { #expect(rows["__main__:work"]?.calls == work, "\(outcome.error)") }
    #expect(outcome.status == .exited(0))
  }

  @Test(arguments: PythonInstallation.required, ["sysmon", "pytrace"])
  func coverageMeasuresBesideIt(_ python: PythonInstallation, core: String) throws {
    let environment = ["PYTHONPATH": Repository.pythonPackages.path, "COVERAGE_CORE": core]
    let outcome = try time(python, ["-m", "coverage", "run", "app.py"], environment: environment)
    expectCalls(outcome)
    #expect(outcome.text == "done\n")
    let report = try python.run(["-m", "coverage", "report"], environment: environment, directory: folder.url)
    // Everything ran but the body of `unused`.
    #expect(report.text.contains(/helper.py +5 +1 +80%/), "\(report.text)")
    #expect(report.text.contains(/app.py +7 +0 +100%/), "\(report.text)")
  }

  @Test(arguments: PythonInstallation.required)
  func cProfileMeasuresBesideIt(_ python: PythonInstallation) throws {
    let outcome = try time(python, ["-m", "cProfile", "app.py"])
    expectCalls(outcome)
    #expect(outcome.text.contains(#/ 50 .* helper.py:1\(step\)/#), "\(outcome.text)")
    #expect(outcome.text.contains(#/ 100 .* app.py:2\(work\)/#), "\(outcome.text)")
  }

  @Test(arguments: PythonInstallation.required)
  func aDebuggerStopsInATimedFunction(_ python: PythonInstallation) throws {
    let outcome = try time(
      python,
      [
        "-m", "pdb", "-c", "break helper.step, n == 41", "-c", "continue", "-c", "p n + 1000", "-c", "continue",
        "app.py",
      ], environment: ["HOME": folder.url.path])
    #expect(outcome.text.contains("1041"), "\(outcome.text)")
    #expect(outcome.text.contains("done"))
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows["helper:step"]?.calls == 50, "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func anotherSeriemaSamplesTheSameProcess(_ python: PythonInstallation) throws {
    let program = """
      import os, time
      def spin():
          end = time.monotonic() + 0.001
          while time.monotonic() < end: pass
      print("READY", os.getpid(), flush=True)
      end = time.monotonic() + 3
      while time.monotonic() < end: spin()
      """
    try program.write(to: folder.url.appending(path: "spinning.py"), atomically: true, encoding: .utf8)
    let timing = try SeriemaExecutable.start(
      ["time", "-t", "spinning:spin", "--python", python.executable.path, "spinning.py"], directory: folder.url)
    try timing.waitForOutput("\n")
    let process = try #require(timing.outputSoFar.firstMatch(of: /READY (\d+)/)?.1)
    let sampling = try SeriemaExecutable.run(["attach", "-d", "1", String(process)])
    let outcome = try timing.finish()
    #expect(sampling.status == .exited(0), "\(sampling.error)")
    #expect((sampling.text + sampling.error).contains("spin"), "\(sampling.error)")
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(try #require(TimingLine.rows(of: outcome.error)["spinning:spin"]?.calls) > 500, "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func anotherSeriemaTimesInsideIt(_ python: PythonInstallation) throws {
    let inner = try SeriemaExecutable.url.path
    let outcome = try SeriemaExecutable.run(
      ["time", "-t", "__main__:work", "--", inner, "time", "-t", "helper:step"]
        + ["--python", python.executable.path, "app.py"], directory: folder.url)
    #expect(outcome.text == "done\n")
    let tables = outcome.error.components(separatedBy: "function ").dropFirst().map { "function " + $0 }
    try #require(tables.count == 2, "\(outcome.error)")
    #expect(TimingLine.rows(of: tables[0])["helper:step"]?.calls == 50, "\(outcome.error)")
    #expect(TimingLine.rows(of: tables[1])["__main__:work"]?.calls == 100, "\(outcome.error)")
  }

  /// Both time what the inner one started, and what that starts; the program sees neither.
  @Test(arguments: PythonInstallation.required, [[:], ["PYTHONPATH": "elsewhere"]])
  func aTimedProgramStartsSeriema(_ python: PythonInstallation, environment: [String: String?]) throws {
    let (executable, interpreter) = try (SeriemaExecutable.url.path, python.executable.path)
    let seen = "[os.environ.get('PYTHONPATH'), 'SERIEMA_AGENT' in os.environ, sys.path[1:]]"
    let files = [
      "outer.py": """
      import subprocess, sys, helper
      helper.step(1)
      command = [sys.argv[1], "time", "-t", "helper:step", "-t", "inner:work", "--python", sys.executable, "inner.py"]
      done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
      print(done.stdout, done.stderr, sep="")
      """,
      "inner.py": """
      import os, subprocess, sys, helper
      def work(): return helper.step(1)
      work(); work()
      child = "import os, sys, helper; helper.step(1); print(\(seen))"
      print(\(seen), flush=True)
      subprocess.run([sys.executable, "-c", child])
      if os.fork() == 0: work()
      else: os.wait()
      """,
    ]
    for (name, text) in files { _ = try folder.write(text, to: name) }
    let plain = try python.run(["inner.py"], environment: environment, directory: folder.url)
    let outcome = try SeriemaExecutable.run(
      ["time", "-t", "helper:step", "--python", interpreter, "outer.py", executable], environment: environment,
      directory: folder.url)
    #expect(outcome.status == .exited(0))
    #expect(outcome.text.hasPrefix(plain.text), "\(outcome.text) \(plain.text)")
    let inner = TimingLine.rows(of: outcome.text)
    #expect(inner["inner:work"]?.calls == 3, "\(outcome.text)")
    #expect(inner["helper:step"]?.calls == 4, "\(outcome.text)")
    #expect(TimingLine.rows(of: outcome.error)["helper:step"]?.calls == 5, "\(outcome.error)")
  }

  @Test(arguments: ["3.14", "3.15"])
  func warnsOfTheJIT(_ version: String) throws {
    let python = PythonInstallation(version)
    let warning = "warning: Python's JIT is on"
    let enabled = try python.run(
      ["-c", "import sys; print(sys._jit.is_enabled())"], environment: ["PYTHON_JIT": "1"]
    ).text
    try #require(enabled == "True\n", "this Python was built without the JIT")
    let with = try time(python, ["app.py"], environment: ["PYTHON_JIT": "1"])
    expectCalls(with)
    #expect(with.error.contains(warning), "\(with.error)")
    let without = try time(python, ["app.py"], environment: ["PYTHON_JIT": "0"])
    #expect(!without.error.contains(warning), "\(without.error)")
  }
}
