import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Finding CPython as users do, from the command line.
@Suite(.tags(.realPython), .startsProcesses)
struct FindingTests {
  /// The newest Python, with the next version's number in its table.
  @Test(arguments: ["attach", "run"])
  func warnsOfAVersionThatIsNewerThanKnown(_ subcommand: String) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation("3.15"), in: folder)
    try copy.renumber(to: [0xf0, 0, 16, 3])
    let run: SampledRun
    if subcommand == "attach" {
      let program = try copy.start("sleeping.py")
      run = try SampledRun("attach", ["-d", "300ms", "\(program.id)"])
      #expect(run.outcome.status == .exited(0))
    } else {
      run = try SampledRun(
        "run", ["--python", copy.executable.path, PythonInstallation.program("busy.py"), "0.3"],
        environment: copy.environment)
      #expect(run.outcome.status == .exited(0))
    }
    let warning = "warning: Python 3.16.0 is newer than this Seriema, and is read like 3.15\n  why: "
    #expect(run.outcome.error.contains(warning), "\(run.outcome.error)")
    #expect(run.stacks.share { $0.functions.starts(with: ["<module>"]) } >= 0.5)
  }

  /// Threads begin and end all the while, so that lists and stacks change under every look.
  @Test(arguments: [PythonInstallation("3.13")])
  func attachesAgainAndAgainToAProgramThatStartsAndEndsThreads(_ python: PythonInstallation) throws {
    try withProgram("thread_storm.py", on: python) { program in
      for attempt in 0..<200 {
        let outcome = try SeriemaExecutable.run(["attach", "-r", "1khz", "-d", "10ms", "\(program.id)"])
        #expect(outcome.status == .exited(0), "attempt \(attempt): \(outcome.error)")
        if outcome.status != .exited(0) { break }
      }
      // It runs on, and nobody left it stopped.
      let status = try ProcessStatus(of: ProcessID(program.id))
      #expect(status.tracer == nil)
      #expect("RS".contains(status.state))
    }
  }

  /// As in `python app.py & seriema attach $!`, where there is only a fork of the shell at first.
  @Test(arguments: PythonInstallation.sampled)
  func waitsForAProcessThatHasJustBegun(_ python: PythonInstallation) throws {
    for _ in 0..<5 {
      let shell = try RunningProcess(
        URL(filePath: "/bin/sh"),
        ["-c", "exec \(try python.executable.path) \(PythonInstallation.program("sleeping.py"))"])
      let outcome = try SeriemaExecutable.run(["attach", "-d", "50ms", "\(shell.id)"])
      #expect(outcome.status == .exited(0), "\(outcome.error)")
    }
  }

  /// Case 22: what says of itself that it is a build without the GIL, and has no table of one.
  @Test(arguments: ["attach", "run"])
  func refusesABuildThatIsFreeThreadedByNameAlone(_ subcommand: String) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation("3.15"), in: folder)
    try copy.changeTable { $0[16] = 1 }
    let outcome: ProcessOutcome
    if subcommand == "attach" {
      let program = try copy.start("sleeping.py")
      outcome = try SeriemaExecutable.run(["attach", "\(program.id)"])
      #expect(outcome.status == .exited(1))
    } else {
      outcome = try SeriemaExecutable.run(
        ["run", "--python", copy.executable.path, PythonInstallation.program("busy.py"), "0.3"],
        environment: copy.environment)
      #expect(outcome.text == "READY\ndone\n")
    }
    #expect(outcome.error.contains(" publishes offsets that cannot be right\n"), "\(outcome.error)")
    #expect(outcome.error.contains("  why: code_object.co_tlbc is said to be at 0\n"), "\(outcome.error)")
    #expect(!outcome.error.contains("self %"), "\(outcome.error)")
  }

  @Test func saysThatALibraryIsOnlyLoaded() throws {
    let folder = try TemporaryFolder()
    let application = folder.url.appending(path: "application")
    try CProgram.build("embedding.c", try PythonInstallation("3.12").embeddingFlags, into: application)
    let program = try RunningProcess(application, ["--loaded-only"])
    try program.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["attach", "\(program.id)"])
    #expect(outcome.status == .exited(1))
    #expect(
      outcome.error.hasPrefix("error: process \(program.id) runs no Python now\n  why: it has CPython 3.12."),
      "\(outcome.error)")
  }

  /// The first copy is mapped before the second, and never used.
  @Test func runsAProgramThatLoadsPythonTwice() throws {
    let python = PythonInstallation("3.13")
    let folder = try TemporaryFolder()
    let application = folder.url.appending(path: "application")
    try CProgram.build("two_copies.c", ["-ldl"], into: application)
    let library = try #require(try python.library)
    let text = """
      import time
      def spin():
        end = time.monotonic() + 1
        while time.monotonic() < end: pass
      spin()
      """
    let run = try SampledRun(
      "run", ["--", application.path, library.path, text], environment: ["PYTHONHOME": try python.prefix.path])
    #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
    #expect(run.stacks.share { $0.functions == ["<module>", "spin"] } > 0.5, "\(run.outcome.error)")
  }
}
