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
  /// More by `SERIEMA_ROUNDS`.
  private static let rounds = ProcessInfo.processInfo.environment["SERIEMA_ROUNDS"].flatMap(Int.init) ?? 8

  private func start(_ state: String, on python: PythonInstallation) throws -> RunningProcess {
    let program = try RunningProcess(python.executable, [PythonInstallation.program("attached.py"), state])
    try program.waitForOutput("READY\n")
    return program
  }

  private func time(_ program: RunningProcess, for duration: String, _ more: [String] = []) throws -> ProcessOutcome {
    try SeriemaExecutable.run(["time"] + Self.targets + ["--pid", "\(program.id)", "-d", duration] + more)
  }

  /// Ends the program and checks that it is as if nobody had been there, but for one library that nothing calls.
  ///
  /// - Parameter wasNotOpened: Seriema said that CPython may have told that it could not open a script.
  private func expectNoTrace(
    in program: RunningProcess, orMessage wasNotOpened: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    program.send(SIGTERM)
    let outcome = try program.finish()
    #expect(outcome.status == .exited(0), "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(
      outcome.error == "" || wasNotOpened && outcome.error.hasPrefix("Can't open debugger script "),
      sourceLocation: sourceLocation)
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
    var wasNotOpened = false
    for round in 1...Self.rounds {
      let outcome = try time(program, for: "20ms")
      try #require(outcome.status == .exited(0), "round \(round): \(outcome.error)")
      #expect(outcome.error.contains(/\nheld: (a|no) thread of process \d+( for |, which took)/), "\(outcome.error)")
      // The import of `_decimal` makes a named tuple.
      if state == "importing", outcome.error.contains(Self.notOpened) { wasNotOpened = true }
    }
    try expectNoTrace(in: program, orMessage: wasNotOpened)
  }

  /// CPython opens the script in whatever frame its main thread is, and some have no `__import__` to open a file with.
  @Test(arguments: asked)
  func tellsThatAScriptIsNotOpened(_ python: PythonInstallation) throws {
    let program = try RunningProcess(python.executable, [PythonInstallation.program("restricted.py")])
    try program.waitForOutput("READY\n")
    let start = ContinuousClock.now
    let outcome = try SeriemaExecutable.run([
      "time", "-t", "__main__:step", "-d", "200ms", "--pid", "\(program.id)",
    ])
    // It is not waited for when it cannot come any more.
    #expect(ContinuousClock.now - start < .seconds(8))
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error.contains(/__main__:step +[1-9]/), "\(outcome.error)")
    #expect(outcome.error.contains(Self.notOpened), "\(outcome.error)")
    program.send(SIGTERM)
    let end = try program.finish()
    #expect(end.status == .exited(0), "\(end.error)")
    #expect(end.error.hasPrefix("Can't open debugger script "), "\(end.error)")
  }

  /// All of its threads may be where nothing interrupts them; it has not ended then.
  @Test(arguments: PythonInstallation.required)
  func waitsForAProcessThatIsHeldUp(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let library = folder.url.appending(path: "held_up.so")
    try CProgram.build("held_up.c", ["-shared", "-fPIC", "-O1"], into: library)
    try withProgram("held_up.py", [library.path], on: python) { program in
      for _ in 1...3 {
        let outcome = try SeriemaExecutable.run([
          "time", "-t", "__main__:step", "-d", "700ms", "--pid", "\(program.id)",
        ])
        #expect(outcome.status == .exited(0), "\(outcome.error)")
        #expect(outcome.error.contains(/__main__:step +[1-9]/), "\(outcome.error)")
      }
    }
  }

  /// From 3.14 on a process takes the agent in by itself (PEP 768): that takes no thread and no allocation in a stop.
  private static let asked = PythonInstallation.required.filter { ["3.14", "3.15"].contains($0.version) }

  /// Alone of those here, its filter allows everything that reads and imports.
  private func startFiltered(_ program: String, on python: PythonInstallation) throws -> RunningProcess {
    let filtered = try RunningProcess(
      python.executable,
      [
        PythonInstallation.program("filtered.py"), python.executable.path, PythonInstallation.program(program), "busy",
      ])
    try filtered.waitForOutput("READY\n")
    return filtered
  }

  /// Seriema with as many filters, as in the same container.
  private func runFiltered(_ arguments: [String], on python: PythonInstallation) throws -> ProcessOutcome {
    try RunningProcess(
      python.executable, [PythonInstallation.program("filtered.py"), SeriemaExecutable.url.path] + arguments,
      environment: ["FILTERED_CALL": "9999"]
    ).finish()
  }

  private static let notOpened = "went on without opening the script, "
  private static let notHeld = ", which took the agent in by itself (PEP 768)\n"

  @Test(arguments: asked)
  func stopsNoThreadOfAProgramThatRunsPython(_ python: PythonInstallation) throws {
    let program = try start("busy", on: python)
    var asked = 0
    for round in 1...20 {
      let outcome = try time(program, for: "20ms")
      try #require(outcome.status == .exited(0), "round \(round): \(outcome.error)")
      let rows = TimingLine.rows(of: outcome.error)
      #expect((rows["attached:step"]?.calls ?? 0) > 0, "\(outcome.error)")
      // On a machine that is busy the program may have no processor for 50 ms, and is stopped then.
      asked += outcome.error.contains(Self.notHeld) ? 1 : 0
    }
    #expect(asked > 0)
    try expectNoTrace(in: program)
  }

  @Test(arguments: asked)
  func timesAProcessWithAFilterThatRunsPython(_ python: PythonInstallation) throws {
    let program = try startFiltered("attached.py", on: python)
    for _ in 1...3 {
      let outcome = try runFiltered(
        ["time"] + Self.targets + ["--pid", "\(program.id)", "-d", "50ms"], on: python)
      try #require(outcome.status == .exited(0), "\(outcome.error)")
      #expect((TimingLine.rows(of: outcome.error)["attached:step"]?.calls ?? 0) > 0, "\(outcome.error)")
      #expect(outcome.error.contains(Self.notHeld), "\(outcome.error)")
    }
    try expectNoTrace(in: program)
  }

  @Test(arguments: asked)
  func saysWhyAProcessWithAFilterGivesNoAnswer(_ python: PythonInstallation) throws {
    let program = try startFiltered("sleeping.py", on: python)
    let outcome = try runFiltered(["time", "-t", "a:b", "--pid", "\(program.id)", "-d", "1s"], on: python)
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("why: a seccomp filter holds for it"), "\(outcome.error)")
    #expect(outcome.error.contains("asked by PEP 768, came to no safe point in 5 s"), "\(outcome.error)")
    // Nor does it find anything of ours when it wakes.
    program.send(SIGINT)
    let end = try program.finish()
    #expect(!end.error.contains("seriema"), "\(end.error)")
  }

  /// It could be ended for what it is asked to do.
  @Test(arguments: asked)
  func asksNoProcessWhoseFilterIsItsOwn(_ python: PythonInstallation) throws {
    let program = try startFiltered("attached.py", on: python)
    let outcome = try time(program, for: "50ms")
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("a seccomp filter holds for it"), "\(outcome.error)")
    #expect(outcome.error.contains("it was not asked by PEP 768 either"), "\(outcome.error)")
    program.send(SIGTERM)
    #expect(try program.finish().status == .exited(0))
  }

  @Test(arguments: asked, [true, false])
  func namesTheSwitchThatKeepsAProcessFromBeingAsked(_ python: PythonInstallation, isOption: Bool) throws {
    let program = try RunningProcess(
      python.executable,
      (isOption ? ["-X", "disable-remote-debug"] : []) + [PythonInstallation.program("attached.py"), "busy"],
      environment: ["PYTHON_DISABLE_REMOTE_DEBUG": isOption ? nil : "1"])
    try program.waitForOutput("READY\n")
    let outcome = try time(program, for: "50ms")
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let name = isOption ? "-X disable-remote-debug" : "PYTHON_DISABLE_REMOTE_DEBUG"
    #expect(outcome.error.contains("\nheld: a thread of process \(program.id) for "), "\(outcome.error)")
    #expect(outcome.error.contains("which needs no stop, is switched off by \(name)\n"), "\(outcome.error)")
    try expectNoTrace(in: program)
  }

  /// Who comes by one way finds what came by the other.
  @Test(arguments: asked)
  func findsTheAgentAgainWhicheverWayItCame(_ python: PythonInstallation) throws {
    let script = """
      import json, os, sys, time
      def step(): pass
      def libraries():
          with open("/proc/self/maps") as maps:
              return sum("seriema-agent" in line and line.split()[2] == "00000000" for line in maps)
      print("READY", flush=True)
      while True:
          end = time.monotonic() + 0.3
          while time.monotonic() < end: step()
          time.sleep(0.3)
          print(libraries(), flush=True)
      """
    let program = try RunningProcess(python.executable, ["-c", script])
    try program.waitForOutput("READY\n")
    var ways: Set<Bool> = []
    for _ in 1...40 where ways.count < 2 {
      let outcome = try SeriemaExecutable.run(["time", "-t", "__main__:step", "--pid", "\(program.id)", "-d", "20ms"])
      try #require(outcome.status == .exited(0), "\(outcome.error)")
      ways.insert(outcome.error.contains(Self.notHeld))
    }
    program.send(SIGTERM)
    let counts = try program.finish().text.split(separator: "\n").dropFirst().compactMap { Int($0) }
    #expect(counts.allSatisfy { $0 <= 1 }, "\(counts)")
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

  /// It comes into the main interpreter alone, and says of how many others it knows nothing.
  @Test(arguments: PythonInstallation.required)
  func countsInterpretersThatAreNotTimed(_ python: PythonInstallation) throws {
    let text = """
      import sys, time
      try: import _interpreters as interpreters
      except ImportError: import _xxsubinterpreters as interpreters
      def step(): time.sleep(0.001)
      kept = [interpreters.create(), interpreters.create()]
      interpreters.destroy(kept[0])
      print("READY", flush=True)
      while True:
          step()
          interpreters.destroy(interpreters.create())
      """
    let program = try RunningProcess(python.executable, ["-c", text])
    try program.waitForOutput("READY\n")
    let outcome = try SeriemaExecutable.run(["time", "-t", "__main__:step", "--pid", "\(program.id)", "-d", "1s"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let warning = /(\d+) of (\d+) sub-interpreters could not be timed: calls in them are missing/
    let counts = try #require(outcome.error.firstMatch(of: warning), "\(outcome.error)")
    #expect(counts.1 == counts.2)
    // One that was there before, and one at the least that came.
    #expect(Int(counts.1) ?? 0 >= 2)
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
