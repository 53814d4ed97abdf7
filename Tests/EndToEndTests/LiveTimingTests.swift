import Foundation
import SeriemaTestSupport
import Testing

/// `seriema time --live`, on a terminal.
@Suite(.startsProcesses, .tags(.realPython))
struct LiveTimingTests {
  /// What `on_terminal.py` saw.
  private struct Session: Decodable {
    var screens: [[String]]
    var raw: String
    var history: [String]
    /// Null when the whole screen scrolls.
    var margins: [Int]?
    var status: Int32
  }

  private func onTerminal(
    _ arguments: [String], rows: Int = 24, environment: [String: String?] = [:]
  ) throws -> Session {
    try onTerminal(command: [SeriemaExecutable.url.path] + arguments, rows: rows, environment: environment)
  }

  private func onTerminal(
    command: [String], rows: Int = 24, environment: [String: String?] = [:]
  ) throws -> Session {
    let process = try RunningProcess(
      URL(filePath: "/usr/bin/python3"), [PythonInstallation.program("on_terminal.py"), "\(rows)", "130"] + command,
      environment: ["PYTHONPATH": Repository.pythonPackages.path, "COLUMNS": nil, "TERM": "xterm"]
        .merging(environment) { $1 })
    let outcome = try process.finish()
    return try JSONDecoder().decode(Session.self, from: outcome.output)
  }

  @Test(arguments: PythonInstallation.required)
  func drawsBelowWhatTheProgramPrints(_ python: PythonInstallation) throws {
    let session = try onTerminal(
      [
        "time", "--live", "-t", "timed_printing:work", "--python", python.executable.path,
        PythonInstallation.program("timed_printing.py"),
      ], environment: ["NO_COLOR": "1"])
    #expect(session.status == 0)
    // Calls rise, in the last two lines of the screen, while the program's lines scroll above them.
    let counts = session.screens.filter { $0[22].hasPrefix("function") }.compactMap { screen in
      screen[23].firstMatch(of: #/^timed_printing:work +(\d+) /#).flatMap { Int($0.1) }
    }
    #expect(Set(counts).count >= 2, "\(session.screens.last ?? [])")
    #expect(counts == counts.sorted())
    #expect(session.screens.contains { $0[21] == "line 39" || $0[20] == "line 39" })
    // Nothing of the program's is lost, and the terminal is as it was.
    let end = try #require(session.screens.last)
    let lines = (session.history + end).filter { $0.hasPrefix("line ") }
    #expect(lines == (0..<40).map { "line \($0)" })
    #expect((session.history + end).contains("prompt> answer"))
    #expect(session.margins == nil)
    #expect(end.filter { $0.hasPrefix("timed_printing:work") }.count == 1)
    // At most four times a second, and without colour.
    let drawings = session.raw.matches(of: /\u{1b}\[23;1H/).count
    #expect((2...10).contains(drawings), "\(drawings)")
    #expect(session.raw.matches(of: /\u{1b}\[[0-9;]*m/).isEmpty)
  }

  /// As by Ctrl-Z, which stops the program and Seriema: the shell has the whole terminal until they go on.
  @Test(arguments: PythonInstallation.required)
  func givesTheTerminalBackWhileStopped(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import os, signal, time
      def work(n): time.sleep(0.02)
      for n in range(60):
          work(n)
          if n == 30: os.killpg(0, signal.SIGTSTP)
      print("done", flush=True)
      """, to: "stopping.py")
    let executable = try SeriemaExecutable.url.path
    let session = try onTerminal(
      command: [
        "/usr/bin/python3", PythonInstallation.program("job_control.py"), executable, "time", "--live", "-t",
        "stopping:work", "--python", python.executable.path, script.path,
      ])
    #expect(session.status == 0)
    let parts = session.raw.components(separatedBy: "[stopped]")
    try #require(parts.count == 2, "\(session.raw)")
    // The table was there, was taken away, and came back.
    let region = /\u{1b}\[(\d+;\d+)?r/
    #expect(parts[0].matches(of: region).first?.1 != nil)
    #expect(parts[0].matches(of: region).last?.1 == .some(nil), "\(parts[0])")
    #expect(parts[1].matches(of: region).first?.1 != nil)
    #expect(session.margins == nil)
    let rows = try #require(session.screens.last).filter { $0.contains(#/^stopping:work +60 /#) }
    #expect(rows.count == 1, "\(session.screens.last ?? [])")
  }

  @Test(arguments: PythonInstallation.required)
  func givesTheTerminalBackWhenTheProgramIsKilled(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(
      """
      import os, signal, time
      def work(n): time.sleep(0.02)
      for n in range(40): work(n)
      os.kill(os.getpid(), signal.SIGKILL)
      """, to: "killed.py")
    let session = try onTerminal(
      ["time", "--live", "-t", "killed:work", "--python", python.executable.path, script.path])
    #expect(session.status == -SIGKILL)
    #expect(session.screens.contains { $0[22].hasPrefix("function") })
    #expect(session.margins == nil)
    let rows = try #require(session.screens.last).filter { $0.hasPrefix("killed:work") }
    #expect(rows.count == 1, "\(rows)")
    #expect(rows.first?.contains(#/^killed:work +40 /#) == true, "\(rows)")
  }

  /// On a process that runs already, somewhere else.
  @Test(arguments: PythonInstallation.required)
  func drawsWhatAnotherProcessDoes(_ python: PythonInstallation) throws {
    let program = try RunningProcess(python.executable, [PythonInstallation.program("attached.py"), "busy"])
    try program.waitForOutput("READY\n")
    let session = try onTerminal(
      [
        "time", "--live", "-t", "attached:step", "-t", "attached:failing", "--pid", "\(program.id)", "-d", "2s",
      ], environment: ["NO_COLOR": "1"])
    #expect(session.status == 0, "\(session.raw)")
    let counts = session.screens.filter { $0[21].hasPrefix("function") }.compactMap { screen in
      screen[22].firstMatch(of: #/^attached:step +([\d,]+) /#).flatMap { Int($0.1.replacing(",", with: "")) }
    }
    #expect(Set(counts).count >= 2, "\(session.raw)")
    #expect(counts == counts.sorted())
    #expect(session.margins == nil)
    let end = try #require(session.screens.last)
    #expect(end.filter { $0.contains(#/^attached:step +\d/#) }.count == 1, "\(end)")
    #expect(end.contains { $0.contains(" process \(program.id)") }, "\(end)")
    #expect(session.raw.matches(of: /\u{1b}\[[0-9;]*m/).isEmpty)
    program.send(SIGTERM)
    #expect(try program.finish().status == .exited(0))
  }

  /// By Ctrl-Z Seriema alone stops: the shell has the whole terminal, and the process goes on, timed or not.
  @Test(arguments: PythonInstallation.required)
  func givesTheTerminalBackWhileAnotherProcessGoesOn(_ python: PythonInstallation) throws {
    let program = try RunningProcess(python.executable, [PythonInstallation.program("attached.py"), "busy"])
    try program.waitForOutput("READY\n")
    let folder = try TemporaryFolder()
    // Presses Ctrl-Z, as it were, again and again.
    let script = try folder.write(
      """
      import os, signal, sys, time
      parent = os.getpid()
      if os.fork():
          os.execvp(sys.argv[1], sys.argv[1:])
      signal.signal(signal.SIGTSTP, signal.SIG_IGN)
      time.sleep(0.7)
      while os.getppid() == parent:
          os.killpg(0, signal.SIGTSTP)
          time.sleep(0.7)
      """, to: "pressing.py")
    let executable = try SeriemaExecutable.url.path
    let session = try onTerminal(
      command: [
        "/usr/bin/python3", PythonInstallation.program("job_control.py"), "/usr/bin/python3", script.path, executable,
        "time", "--live", "-t", "attached:step", "--pid", "\(program.id)", "-d", "4s",
      ])
    #expect(session.status == 0, "\(session.raw)")
    let parts = session.raw.components(separatedBy: "[stopped]")
    try #require(parts.count >= 2, "\(session.raw)")
    let region = /\u{1b}\[(\d+;\d+)?r/
    #expect(parts.contains { $0.matches(of: region).contains { $0.1 != nil } }, "\(session.raw)")
    for part in parts { #expect(part.matches(of: region).last?.1 == nil, "\(part)") }
    #expect(session.margins == nil)
    let rows = try #require(session.screens.last).filter { $0.contains(#/^attached:step +\d/#) }
    #expect(rows.count == 1, "\(session.screens.last ?? [])")
    program.send(SIGTERM)
    #expect(try program.finish().status == .exited(0))
  }

  @Test func needsATerminal() throws {
    let outcome = try SeriemaExecutable.run(
      ["time", "--live", "-t", "a:b", PythonInstallation.program("timed_printing.py")])
    #expect(outcome.status == .exited(64))
    #expect(outcome.text == "")
    #expect(outcome.error.hasPrefix("error: there is no terminal for --live"), "\(outcome.error)")
  }
}
