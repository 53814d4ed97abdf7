import Foundation
import SeriemaTestSupport
import Testing

/// Case 24 of the acceptance list and the errors around it: what happened, why, and what to do next.
@Suite(.startsProcesses)
struct ErrorTests {
  private let python = PythonInstallation("3.13")

  @Test func saysThatThereIsNoSuchProcess() throws {
    // Over the kernel's largest process id, which is 4,194,304.
    let outcome = try SeriemaExecutable.run(["attach", "4999999"])
    expect(outcome, says: "error: there is no process 4999999")
  }

  @Test func saysThatNoReportTellsInstructions() throws {
    let executable = try python.executable.path
    let options = ["run", "--opcodes", "--python", executable]
    let outcome = try SeriemaExecutable.run(options + [PythonInstallation.program("short_script.py")])
    #expect(outcome.error.contains("warning: --opcodes changes nothing here"), "\(outcome.error)")
    let folder = try TemporaryFolder()
    for form in ["heatmap", "heatmap-folder", "binary"] {
      let told = try SeriemaExecutable.run(
        options + ["--\(form)", "-o", folder.url.appending(path: form).path]
          + [PythonInstallation.program("short_script.py")])
      #expect(told.error.contains("wrote "), "\(told.error)")
      #expect(!told.error.contains("--opcodes"), "\(told.error)")
    }
  }

  @Test func saysWhatRunsWhereThereIsNoPython() throws {
    let sleep = try RunningProcess(URL(filePath: "/bin/sleep"), ["60"])
    let outcome = try SeriemaExecutable.run(["attach", "\(sleep.id)"])
    expect(outcome, says: "error: process \(sleep.id) is not a Python program")
    #expect(outcome.error.contains("sleep"))
  }

  @Test func saysThatAShellIsNotThePythonThatItStarted() throws {
    let shell = try RunningProcess(
      URL(filePath: "/bin/sh"),
      ["-c", "\(try python.executable.path) \(PythonInstallation.program("sleeping.py")); exit 0"])
    try shell.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["attach", "\(shell.id)"])
    expect(outcome, says: "error: process \(shell.id) is not a Python program")
    #expect(outcome.error.contains("a shell's child is another process"))
  }

  @Test func saysThatAKernelThreadHasNoProgram() throws {
    // kthreadd, where it is to be seen.
    guard FileManager.default.fileExists(atPath: "/proc/2/exe") == false,
      let name = try? String(
        contentsOfFile: "/proc/2/comm", encoding: .utf8), name == "kthreadd\n"
    else { return }
    let outcome = try SeriemaExecutable.run(["attach", "2"])
    expect(outcome, says: "error: process 2 is not a Python program")
  }

  @Test func saysWhoseThreadAnIDIs() throws {
    try withProgram("two_workers.py", on: python) { program in
      let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.id)/task")
      let thread = try #require(threads.first { $0 != String(program.id) })
      let outcome = try SeriemaExecutable.run(["attach", thread])
      expect(outcome, says: "error: \(thread) is no process")
      #expect(outcome.error.contains("try: seriema attach \(program.id)\n"), "\(outcome.error)")
    }
  }

  @Test func saysThatAZombieHasEnded() throws {
    try withProgram("zombie.py", on: python) { program in
      let told = try #require(program.outputSoFar.firstMatch(of: /zombie (\d+)/))
      let outcome = try SeriemaExecutable.run(["attach", String(told.1)])
      expect(outcome, says: "error: process \(told.1) has already ended")
      #expect(outcome.error.contains("zombie"))
    }
  }

  @Test(arguments: ["2.7", "3.6", "3.7"])
  func saysThatAPythonIsTooOld(_ version: String) throws {
    let old = PythonInstallation(version)
    let program = try RunningProcess(
      old.executable, ["-c", "import sys, time; print('READY'); sys.stdout.flush(); time.sleep(60)"])
    try program.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["attach", "\(program.id)"])
    expect(outcome, says: "error: process \(program.id) runs a Python that is too old")
    #expect(outcome.error.contains(" is CPython \(version)."), "\(outcome.error)")
  }

  /// Before the program begins: it must not have run.
  @Test func saysThatAPythonIsTooOldForTiming() throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "ran").path
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-t", "marked:function", "--python", PythonInstallation("3.11").executable.path,
        PythonInstallation.program("marked.py"), mark,
      ])
    expect(outcome, says: "error: ")
    #expect(outcome.error.contains("3.12"), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test(arguments: [["run"], ["time", "-t", "module:function"]])
  func saysThatAScriptIsMissing(_ launcher: [String]) throws {
    let outcome = try SeriemaExecutable.run(
      launcher + ["--python", try python.executable.path, "/nowhere/app.py", "argument"])
    expect(outcome, says: "error: there is no script /nowhere/app.py")
  }

  @Test(
    arguments: PythonInstallation.sampled.map { ($0, ["run"]) }
      + PythonInstallation.required.map { ($0, ["time", "-t", "module:function"]) })
  func passesOnWhatPythonSaysOfAMissingModule(_ python: PythonInstallation, _ launcher: [String]) throws {
    let alone = try python.run(["-m", "no_such_module"])
    let outcome = try SeriemaExecutable.run(
      launcher + ["--python", python.executable.path, "-m", "no_such_module"])
    #expect(outcome.status == alone.status)
    #expect(outcome.error.contains("No module named no_such_module"), "\(outcome.error)")
  }

  @Test(arguments: [
    ["run", "-r", "0"], ["run", "-r", "fast"], ["run", "-r", "-5"], ["run", "-r", "2mhz"], ["run", "-d", "soon"],
    ["run", "-d", "0"], ["run", "--sort", "beauty"], ["run", "-l", "-1"], ["run", "-l", "many"],
    ["run", "--no-such-option"], ["run", "-a", "--main-thread"], ["time", "-t", "no_colon"], ["time", "-t", ""],
    ["time", "-t", ":function"], ["time"],
  ])
  func refusesBadOptionsBeforeTheProgramStarts(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "ran").path
    let outcome = try SeriemaExecutable.run(
      arguments + ["--python", try python.executable.path, PythonInstallation.program("marked.py"), mark])
    #expect(outcome.status == .exited(64), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.error.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test(arguments: [["attach"], ["attach", "shell"], ["attach", "0"], ["attach", "-1"], ["run"], ["dance"]])
  func refusesACommandThatCannotBeMeant(_ arguments: [String]) throws {
    let outcome = try SeriemaExecutable.run(arguments)
    #expect(outcome.status == .exited(64), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: ["/nowhere/stacks.txt", "/proc/stacks.txt", "/"])
  func refusesAnUnwritableOutputBeforeTheProgramStarts(_ output: String) throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "ran").path
    let outcome = try SeriemaExecutable.run(
      ["run", "-o", output, "--python", try python.executable.path, PythonInstallation.program("marked.py"), mark])
    expect(outcome, says: "error: cannot write \(output)")
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test(arguments: [["run"], ["time", "-t", "module:function"]])
  func saysThatAPythonCannotBeFound(_ launcher: [String]) throws {
    let outcome = try SeriemaExecutable.run(
      launcher + ["--python", "/nowhere/python3", PythonInstallation.program("busy.py"), "0"])
    expect(outcome, says: "error: cannot find the Python /nowhere/python3")
  }

  /// Status 1, nothing on standard output, and a message that also says why and what to do.
  private func expect(
    _ outcome: ProcessOutcome, says sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == .exited(1), sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.error.hasPrefix(sentence), "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error.contains("\n  why: "), "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error.contains("\n  try: "), "\(outcome.error)", sourceLocation: sourceLocation)
  }
}
