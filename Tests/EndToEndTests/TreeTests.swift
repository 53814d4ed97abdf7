import Foundation
import SeriemaTestSupport
import Testing

/// Cases 19 and 25 of the acceptance list: a tree of processes is followed as one program.
@Suite(.startsProcesses, .tags(.realPython))
struct TreeTests {
  @Test(arguments: PythonInstallation.everySecond)
  func samplesThePythonThatAShellStarts(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("children.py")
    let shell = "sleep 0.5; \(try python.executable.path) \(script) work 300; exit 3"
    let run = try SampledRun("run", ["--subprocesses", "--", "bash", "-c", shell])
    #expect(run.outcome.status == .exited(3), "\(run.outcome.error)")
    // 300 ms at 1 kHz, and the imports.
    #expect(run.stacks.samples { $0.functions.last == "work" } >= 200, "\(run.outcome.error)")
    // bash and sleep have none, so nothing has to be told apart.
    #expect(!run.stacks.stacks.contains { $0.frames.first?.hasPrefix("process ") ?? false })
    #expect(run.outcome.error.contains("3 processes seen: 1 sampled; 2 not Python"), "\(run.outcome.error)")
  }

  @Test(arguments: PythonInstallation.everySecond)
  func samplesTheWorkersOfAPool(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run", ["--subprocesses", "--python", python.executable.path, PythonInstallation.program("process_pool.py")])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    let workers = run.outcome.text.split(separator: "\n")
    try #require(workers.count == 2)
    for worker in workers {
      let samples = run.stacks.samples { stack in
        stack.functions.first == "process \(worker)" && stack.functions.last == "work"
      }
      // About half of a second at 1 kHz, on a machine that may be busy.
      #expect(samples >= 150, "\(run.outcome.error)")
    }
  }

  @Test(arguments: PythonInstallation.everySecond)
  func followsAProcessThatExecutesAnotherPython(_ python: PythonInstallation) throws {
    let other = PythonInstallation(python.version == "3.12" ? "3.13" : "3.12")
    // The same one comes upon its code in the same order, and nothing may be left of the first's.
    for (options, next) in [([], other), (["--subprocesses"], other), (["--opcodes"], python)] {
      let run = try SampledRun(
        "run",
        options + [
          "--python", python.executable.path, PythonInstallation.program("executing.py"), try next.executable.path,
        ])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      for function in ["before", "after"] {
        #expect(run.stacks.samples { $0.functions.contains(function) } >= 150, "\(function): \(run.outcome.error)")
      }
    }
  }

  @Test(arguments: PythonInstallation.everySecond)
  func attachesToATree(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("children.py")
    let shell = try RunningProcess(
      URL(filePath: "/bin/bash"),
      ["-c", "\(try python.executable.path) \(script) fork 200 5000 & echo READY; wait"])
    try shell.waitForOutput("5000\n")
    let run = try SampledRun("attach", ["--subprocesses", "-d", "500ms", "\(shell.id)"])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    let child = try #require(ChildLine.lines(of: shell.outputSoFar).last)
    #expect(
      run.stacks.samples { $0.functions.first == "process \(child.process)" && $0.functions.last == "work" } >= 250,
      "\(run.outcome.error)")
    #expect(run.outcome.error.contains("still running"), "\(run.outcome.error)")
    kill(child.process, SIGKILL)
  }

  /// Its parent ends at once, as that of a daemon does.
  @Test func keepsOrphansInSight() throws {
    let python = PythonInstallation("3.13")
    let script = PythonInstallation.program("children.py")
    let shell = "(\(try python.executable.path) \(script) work 400 & ) ; sleep 0.8"
    let run = try SampledRun("run", ["--subprocesses", "--", "bash", "-c", shell])
    #expect(run.stacks.samples { $0.functions.last == "work" } >= 250, "\(run.outcome.error)")
  }

  @Test(arguments: PythonInstallation.everySecond)
  func keepsTheSamplesOfAProcessThatIsKilled(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("ending.py")
    let shell = "\(try python.executable.path) \(script) dies SIGKILL; exit 5"
    let run = try SampledRun("run", ["--subprocesses", "--", "bash", "-c", shell])
    #expect(run.outcome.status == .exited(5), "\(run.outcome.error)")
    // It works for 100 ms.
    #expect((50...200).contains(run.stacks.samples { $0.functions.last == "work" }), "\(run.outcome.error)")
    #expect(run.outcome.error.contains(#/ending\.py dies SIGKILL +signal 9\n/#), "\(run.outcome.error)")
  }

  /// Case 26, for a tree: stopped thousands of times a second, nobody stays so.
  @Test(arguments: PythonInstallation.everySecond)
  func leavesNoProcessStoppedWhenItIsKilled(_ python: PythonInstallation) throws {
    let start = "\(try python.executable.path) \(PythonInstallation.program("alternating.py")) &"
    let shell = try RunningProcess(
      URL(filePath: "/bin/bash"), ["-c", "\(start) echo $!; \(start) echo $!; sleep 0.3; echo begun; wait"])
    try shell.waitForOutput("begun")
    let programs = shell.outputSoFar.split(separator: "\n").compactMap { Int32($0) }
    try #require(programs.count == 2)
    defer { for program in programs { kill(program, SIGKILL) } }
    for milliseconds in [60, 170, 280] {
      let seriema = try SeriemaExecutable.start(["attach", "--subprocesses", "-r", "20khz", "\(shell.id)"])
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      seriema.send(SIGKILL)
      _ = try seriema.finish()
      for program in programs {
        let stat = try String(contentsOfFile: "/proc/\(program)/stat", encoding: .utf8)
        let state = stat[stat.index(after: try #require(stat.lastIndex(of: ")")))...].split(separator: " ").first
        #expect(state == "R" || state == "S", "\(stat)")
      }
    }
  }

  /// Short-lived children by the dozen, whose stops and ends meet all the time: whoever waits for them is told.
  @Test(arguments: PythonInstallation.everySecond)
  func neverKeepsAProcessFromItsEnd(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      [
        "run", "--subprocesses", "-r", "5khz", "--python", try python.executable.path,
        PythonInstallation.program("children.py"), "fork",
      ] + Array(repeating: "15", count: 60))
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(ChildLine.lines(of: outcome.text).count == 60)
  }

  @Test func saysHowProcessesEnded() throws {
    let python = PythonInstallation("3.13")
    let run = try SampledRun(
      "run",
      ["--subprocesses", "--python", python.executable.path, PythonInstallation.program("children.py"), "fork", "203"])
    #expect(run.outcome.error.contains(#/children\.py fork 203 +status 3\n/#), "\(run.outcome.error)")
  }

  @Test func asksForSubprocessesWhereTheProgramIsNoPython() throws {
    let outcome = try SeriemaExecutable.run(["run", "--", "sh", "-c", "sleep 0.1; true"])
    #expect(outcome.status == .exited(1))
    #expect(
      outcome.error == """
        error: no sample was taken of sh
          why: it is no Python program itself, and the processes that it starts were not sampled
          try: seriema run --subprocesses -- sh -c 'sleep 0.1; true'

        """)
  }

  @Test func saysThatATreeHasNoPython() throws {
    let outcome = try SeriemaExecutable.run(["run", "--subprocesses", "--", "sh", "-c", "sleep 0.1; sleep 0.1; true"])
    #expect(outcome.status == .exited(1))
    #expect(
      outcome.error.hasPrefix("error: no sample was taken of sh\n  why: none of its 3 processes ran any Python code\n"),
      "\(outcome.error)")
  }
}
