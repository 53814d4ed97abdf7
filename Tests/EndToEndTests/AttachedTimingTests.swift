import Foundation
import SeriemaTestSupport
import Testing

/// `seriema time --pid`: case 46 of the acceptance list.
@Suite(.tags(.realPython), .startsProcesses)
struct AttachedTimingTests {
  /// What `attached.py` says of itself at its end.
  private struct Leftovers: Decodable, Equatable {
    var steps: Int
    var mistakes: Int
    var tools: [String]
    var events: Int
    var threads: Int
    var files: Int
    var libraries: Int
  }

  private static let targets = ["-t", "attached:step", "-t", "attached:failing"]
  private static let rounds = 8

  private func start(_ state: String, on python: PythonInstallation) throws -> RunningProcess {
    let program = try RunningProcess(python.executable, [PythonInstallation.program("attached.py"), state])
    try program.waitForOutput("READY\n")
    return program
  }

  private func time(_ program: RunningProcess, for duration: String, _ more: [String] = []) throws -> ProcessOutcome {
    try SeriemaExecutable.run(["time"] + Self.targets + ["--pid", "\(program.id)", "-d", duration] + more)
  }

  /// Ends the program and checks that it is as if nobody had been there, but for one library that nothing calls.
  private func expectNoTrace(in program: RunningProcess, sourceLocation: SourceLocation = #_sourceLocation) throws {
    program.send(SIGTERM)
    let outcome = try program.finish()
    #expect(outcome.status == .exited(0), "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error == "", sourceLocation: sourceLocation)
    let line = outcome.text.split(separator: "\n").last ?? ""
    let left = try JSONDecoder().decode(Leftovers.self, from: Data(line.utf8))
    #expect(
      left
        == Leftovers(
          steps: left.steps, mistakes: 0, tools: [], events: 0, threads: 1, files: 0, libraries: left.libraries),
      sourceLocation: sourceLocation)
    #expect(left.libraries <= 1, sourceLocation: sourceLocation)
  }

  private static let states = [
    "busy", "sleeping", "selecting", "in_c", "threads", "asyncio", "allocating", "importing",
  ]

  @Test(arguments: PythonInstallation.required, states)
  func comesAndGoesAgainAndAgain(_ python: PythonInstallation, _ state: String) throws {
    let program = try start(state, on: python)
    for round in 1...Self.rounds {
      let outcome = try time(program, for: "20ms")
      try #require(outcome.status == .exited(0), "round \(round): \(outcome.error)")
      #expect(outcome.error.contains("\nheld: a thread of process \(program.id) for "), "\(outcome.error)")
    }
    try expectNoTrace(in: program)
  }

  @Test(arguments: PythonInstallation.required)
  func countsCallsAndErrors(_ python: PythonInstallation) throws {
    let program = try start("busy", on: python)
    // The second finds what the first has had switched off.
    for _ in 1...2 {
      let outcome = try time(program, for: "500ms")
      let rows = TimingLine.rows(of: outcome.error)
      let calls = try #require(rows["attached:step"]?.calls, "\(outcome.error)")
      let failures = try #require(rows["attached:failing"]?.calls, "\(outcome.error)")
      // Twice in each turn of the loop, once of them in `failing`.
      #expect(failures > 100)
      #expect(abs(calls - 2 * failures) <= 3, "\(calls) and \(failures)")
    }
    try expectNoTrace(in: program)
  }

  @Test(arguments: PythonInstallation.required)
  func leavesAtAnInterrupt(_ python: PythonInstallation) throws {
    let program = try start("busy", on: python)
    let seriema = try SeriemaExecutable.start(["time"] + Self.targets + ["--pid", "\(program.id)"])
    Thread.sleep(forTimeInterval: 1)
    seriema.send(SIGINT)
    let outcome = try seriema.finish()
    #expect(outcome.status == .exited(0))
    #expect(TimingLine.rows(of: outcome.error)["attached:step"] != nil, "\(outcome.error)")
    try expectNoTrace(in: program)
  }

  /// At whatever moment: a program that it has just begun to come into goes on.
  @Test(arguments: PythonInstallation.required)
  func outlivesASeriemaThatIsKilled(_ python: PythonInstallation) throws {
    let seed = Seeds.fresh(1)[0]
    var random = SeededGenerator(seed: seed)
    for round in 1...30 {
      let program = try start("busy", on: python)
      let seriema = try SeriemaExecutable.start(["time"] + Self.targets + ["--pid", "\(program.id)"])
      usleep(UInt32.random(in: 10_000...80_000, using: &random))
      seriema.send(SIGKILL)
      _ = try seriema.finish()
      program.send(SIGTERM)
      #expect(try program.finish().status == .exited(0), "seed \(seed), round \(round)")
    }
  }

  /// At whatever moment: nothing is left standing, and what it set is gone when its lease is over.
  @Test(arguments: PythonInstallation.required)
  func leavesWhenSeriemaIsKilled(_ python: PythonInstallation) throws {
    let program = try start("busy", on: python)
    for milliseconds in stride(from: 5, through: 125, by: 10) {
      let seriema = try SeriemaExecutable.start(["time"] + Self.targets + ["--pid", "\(program.id)"])
      Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
      seriema.send(SIGKILL)
      _ = try seriema.finish()
      let status = try String(contentsOfFile: "/proc/\(program.id)/status", encoding: .utf8)
      #expect(!status.contains("State:\tt") && !status.contains("State:\tT"))
    }
    // The next one is let in when the last one's lease is over.
    let deadline = ContinuousClock.now + .seconds(90)
    var outcome = try time(program, for: "50ms")
    while outcome.status != .exited(0), ContinuousClock.now < deadline {
      #expect(outcome.error.contains("another Seriema times it"), "\(outcome.error)")
      Thread.sleep(forTimeInterval: 1)
      outcome = try time(program, for: "50ms")
    }
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    program.send(SIGTERM)
    let end = try program.finish()
    let left = try JSONDecoder().decode(
      Leftovers.self, from: Data((end.text.split(separator: "\n").last ?? "").utf8))
    #expect(end.status == .exited(0), "\(end.error)")
    #expect(left.mistakes == 0)
    #expect(left.tools == [])
    #expect(left.events == 0)
    #expect(left.threads == 1)
  }

  /// A call that sleeps finishes at its time and without an error, whoever borrows its thread meanwhile.
  @Test(arguments: PythonInstallation.required)
  func restartsTheSystemCallThatTheThreadWasIn(_ python: PythonInstallation) throws {
    let text = """
      import os, select, socket, sys, threading, time
      reader, writer = os.pipe()
      ours, theirs = socket.socketpair()
      ours.settimeout(2)
      def timed(wait):
          begin = time.monotonic()
          try: result = wait()
          except TimeoutError: result = "timeout"
          return round(time.monotonic() - begin, 3), result
      print("READY", flush=True)
      print(timed(lambda: time.sleep(2)))
      print(timed(lambda: select.select([reader], [], [], 2)))
      print(timed(lambda: ours.recv(1)))
      print(timed(lambda: threading.Event().wait(2)), flush=True)
      """
    let program = try RunningProcess(python.executable, ["-c", text])
    try program.waitForOutput("READY\n")
    var rounds = 0
    while program.outputSoFar.split(separator: "\n").count < 5, rounds < 400 {
      rounds += 1
      let outcome = try SeriemaExecutable.run(["time", "-t", "__main__:timed", "--pid", "\(program.id)", "-d", "50ms"])
      if outcome.status != .exited(0) { break }
    }
    let outcome = try program.finish()
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error == "")
    let lines = outcome.text.split(separator: "\n").dropFirst()
    #expect(lines.map { $0.drop { $0 != " " }.dropFirst() } == ["None)", "([], [], []))", "'timeout')", "False)"])
    for line in lines {
      let seconds = try #require(Double(line.dropFirst().prefix { $0 != "," }))
      // No earlier than asked for; how much later, a loaded machine decides.
      #expect(seconds > 1.99 && seconds < 10, "\(line)")
    }
    #expect(rounds > 2)
  }

  @Test(arguments: PythonInstallation.required)
  func aServerUnderLoadAnswersEveryRequest(_ python: PythonInstallation) throws {
    let server = try RunningProcess(python.executable, [PythonInstallation.program("serving.py")])
    try server.waitForOutput("READY\n")
    let port = try #require(server.outputSoFar.firstMatch(of: /PORT (\d+)/)?.1)
    let client = try RunningProcess(
      python.executable, [PythonInstallation.program("asking_http.py"), String(port), "4000"])
    try client.waitForOutput("READY\n")
    var calls = 0
    for _ in 1...5 {
      let outcome = try SeriemaExecutable.run(
        ["time", "-t", "serving:answer", "--threads", "--pid", "\(server.id)", "-d", "200ms"])
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      calls += TimingLine.rows(of: outcome.error)["serving:answer"]?.calls ?? 0
    }
    let asked = try client.finish(within: 120)
    #expect(asked.text.contains("\"failures\": 0"), "\(asked.text)")
    #expect(calls > 0)
    server.send(SIGTERM)
    let outcome = try server.finish()
    #expect(outcome.status == .exited(0))
    #expect(outcome.error == "")
  }

  /// The agent goes in through memory: the process sees neither our files nor our ids.
  @Test func reachesAnotherMountAndPIDNamespace() throws {
    try #require(geteuid() == 0, "only root can make namespaces")
    let python = PythonInstallation("3.12")
    let program = try NamespacedProgram(
      ["--mount", "--pid", "--mount-proc"], script: "mount -t tmpfs none /mnt; exec \"$@\"",
      arguments: [python.executable.path, PythonInstallation.program("busy.py"), "60"])
    let outcome = try SeriemaExecutable.run(["time", "-t", "busy:*", "--pid", "\(program.id)", "-d", "200ms"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error.contains("\nheld: "), "\(outcome.error)")
  }

  @Test(arguments: PythonInstallation.required)
  func reachesAnotherUsersProcess(_ python: PythonInstallation) throws {
    try #require(geteuid() == 0, "only root can become another user")
    let program = try RunningProcess(
      python.executable,
      [
        "-c",
        """
        import os
        os.setgroups([]), os.setgid(65534), os.setuid(65534)
        def f(): pass
        print('READY', flush=True)
        while True: f()
        """,
      ])
    try program.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["time", "-t", "__main__:f", "--pid", "\(program.id)", "-d", "200ms"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect((TimingLine.rows(of: outcome.error)["__main__:f"]?.calls ?? 0) > 10, "\(outcome.error)")
  }

  @Test(arguments: ["3.8", "3.11"])
  func refusesAPythonThatIsTooOld(_ version: String) throws {
    try withProgram("sleeping.py", on: PythonInstallation(version)) { program in
      let outcome = try SeriemaExecutable.run(["time", "-t", "a:b", "--pid", "\(program.id)"])
      #expect(outcome.status == .exited(1))
      #expect(outcome.error.hasPrefix("error: process \(program.id) cannot be timed\n  why: it is CPython \(version)."))
    }
  }

  @Test func refusesATracedProcess() throws {
    let python = PythonInstallation("3.13")
    try withProgram("sleeping.py", on: python) { program in
      let tracer = try RunningProcess(
        python.executable, [PythonInstallation.program("tracing.py"), "\(program.id)"])
      try tracer.waitForOutput("READY\n")
      let outcome = try SeriemaExecutable.run(["time", "-t", "a:b", "--pid", "\(program.id)", "-d", "1s"])
      #expect(outcome.status == .exited(1))
      #expect(outcome.error.contains("why: process \(tracer.id) (python"), "\(outcome.error)")
    }
  }

  @Test func refusesAProcessWithAFilter() throws {
    let python = PythonInstallation("3.12")
    let program = try RunningProcess(
      python.executable,
      [PythonInstallation.program("filtered.py"), python.executable.path, PythonInstallation.program("sleeping.py")])
    try program.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["time", "-t", "a:b", "--pid", "\(program.id)", "-d", "1s"])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("why: a seccomp filter holds for it"), "\(outcome.error)")
  }

  @Test func refusesASecondAtOneTime() throws {
    let program = try start("busy", on: PythonInstallation("3.14"))
    let first = try SeriemaExecutable.start(["time"] + Self.targets + ["--pid", "\(program.id)"])
    Thread.sleep(forTimeInterval: 1.5)
    let second = try time(program, for: "50ms")
    #expect(second.status == .exited(1))
    #expect(second.error.contains("another Seriema times it"), "\(second.error)")
    first.send(SIGTERM)
    #expect(try first.finish().status == .exited(0))
    try expectNoTrace(in: program)
  }

  @Test(arguments: [["-d", "1s", "app.py"], ["--pid", "1", "app.py"], ["--pid", "0"]])
  func refusesWhatDoesNotGoTogether(_ arguments: [String]) throws {
    let outcome = try SeriemaExecutable.run(["time", "-t", "a:b"] + arguments)
    #expect(outcome.status == .exited(64), "\(outcome.error)")
  }
}
