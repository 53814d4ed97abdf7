import Foundation
import SeriemaTestSupport
import Testing

/// Cases 27, 28 and 29 of the acceptance list: how things end.
@Suite(.startsProcesses, .tags(.realPython))
struct ExitTests {
  private let script = PythonInstallation.program("ending.py")

  @Test(
    arguments: PythonInstallation.sampled,
    [
      ["exits", "0"], ["exits", "7"], ["raises"], ["leaves", "9"], ["dies", "SIGTERM"], ["dies", "SIGKILL"],
      ["dies", "SIGSEGV"], ["dies", "SIGINT"],
    ])
  func passesOnTheProgramsStatus(_ python: PythonInstallation, _ ending: [String]) throws {
    let alone = try python.run([script] + ending)
    // Beside other tests the start may take several times as long as the work.
    let seesTheWork = try succeeds {
      let run = try SampledRun("run", ["--python", python.executable.path, script] + ending)
      #expect(run.outcome.status == alone.status, "\(run.outcome.error)")
      #expect(run.outcome.output == alone.output)
      // A sample may stand for others that were not taken.
      #expect(try (1...run.stacks.total).contains(run.ledger.taken), "\(run.outcome.error)")
      return run.stacks.share { $0.functions.contains("work") } > 0.2
    }
    #expect(seesTheWork)
  }

  @Test(arguments: PythonInstallation.sampled)
  func durationEndsSamplingAndNotTheProgram(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run", ["-d", "0.5", "--python", python.executable.path, PythonInstallation.program("outliving.py"), "1.5"])
    #expect(run.outcome.status == .exited(0))
    #expect(run.outcome.text == "READY\nlived to its end\n")
    #expect(run.outcome.elapsed >= .seconds(1.5))
    // 0.5 s at 1 kHz.
    #expect((300...510).contains(run.stacks.total))
  }

  /// The first tick is due in a quarter of an hour or so; the program's end does not wait for it.
  @Test(arguments: [[], ["--subprocesses"]])
  func endsWithTheProgramBetweenTwoTicks(_ options: [String]) throws {
    let python = try PythonInstallation("3.13").executable.path
    let seriema = try SeriemaExecutable.start(
      ["run", "-r", "0.001hz"] + options + ["--python", python, script, "exits", "7"])
    let outcome = try seriema.finish(within: 20)
    #expect(outcome.status == .exited(7), "\(outcome.error)")
    #expect(outcome.error.contains("0 taken"), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.sampled, [SIGINT, SIGTERM])
  func reportsWhatThereIsWhenInterruptedAttached(_ python: PythonInstallation, _ signal: Int32) throws {
    try withProgram("busy.py", on: python) { program in
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "stacks.txt")
      let seriema = try SeriemaExecutable.start(["attach", "--collapsed", "-o", file.path, "\(program.id)"])
      Thread.sleep(forTimeInterval: 0.5)
      seriema.send(signal)
      let outcome = try seriema.finish(within: 10)
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      let stacks = try CollapsedStacks(contentsOf: file)
      #expect(stacks.share { $0.functions == ["<module>", "spin"] } > 0.95)
      #expect(kill(program.id, 0) == 0)
    }
  }

  /// Passed on to the program, which ends by it; the report comes all the same.
  @Test(arguments: PythonInstallation.sampled, [SIGINT, SIGTERM])
  func reportsWhatThereIsWhenInterruptedRunning(_ python: PythonInstallation, _ signal: Int32) throws {
    let seesTheWork = try succeeds {
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "stacks.txt")
      let seriema = try SeriemaExecutable.start(
        ["run", "--collapsed", "-o", file.path, "--python", python.executable.path, script, "waits"])
      try seriema.waitForOutput("READY\n")
      seriema.send(signal)
      let outcome = try seriema.finish(within: 10)
      #expect(outcome.status == .signalled(signal), "\(outcome.error)")
      return try CollapsedStacks(contentsOf: file).share { $0.functions.contains("work") } > 0.2
    }
    #expect(seesTheWork)
  }

  @Test(arguments: PythonInstallation.sampled)
  func endsQuietlyWhenNobodyReads(_ python: PythonInstallation) throws {
    try withProgram("busy.py", on: python) { program in
      let seriema = try SeriemaExecutable.url.path
      let pipeline = "\"$0\" attach -d 0.3 --collapsed -o - \"$1\" | true; echo \"${PIPESTATUS[0]}\""
      let outcome = try RunningProcess(
        URL(filePath: "/bin/bash"), ["-c", pipeline, seriema, "\(program.id)"]
      ).finish()
      #expect(["0\n", "141\n"].contains(outcome.text), "\(outcome.text)")
      #expect(!outcome.error.contains("error:"), "\(outcome.error)")
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func saysWhenTheDiskIsFull(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      ["run", "--collapsed", "-o", "/dev/full", "--python", python.executable.path, script, "exits", "0"])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("error: cannot write /dev/full\n  why: No space left on device"), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.sampled)
  func leavesNothingStoppedWhenItIsKilled(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      for milliseconds in [50, 120, 190] {
        let seriema = try SeriemaExecutable.start(["attach", "-r", "20khz", "\(program.id)"])
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        seriema.send(SIGKILL)
        _ = try seriema.finish()
        let stat = try String(contentsOfFile: "/proc/\(program.id)/stat", encoding: .utf8)
        let state = stat[stat.index(after: try #require(stat.lastIndex(of: ")")))...].split(separator: " ").first
        #expect(state == "R" || state == "S", "\(stat)")
      }
    }
  }
}
