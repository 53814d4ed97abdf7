import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@Suite(.tags(.realPython), .startsProcesses)
struct StoppedThreadTests {
  private static let recursing = """
    import sys
    def down(n):
        return down(n - 1) + 1 if n else 0
    print("READY", flush=True)
    while True:
        down(60)
    """
  /// So long that the machine cannot be away for it.
  private static let timeoutNanoseconds: UInt64 = 60_000_000_000

  @Test func standsStillOnlyWhileItIsHeld() throws {
    let program = try start(Self.recursing)
    for _ in 0..<200 {
      do {
        let stop = try stop(program)
        #expect(try state(of: program) == "t")
        _ = consume stop
      }
      let after = try state(of: program)
      #expect(after != "t" && after != "T")
    }
    #expect(try ProcessStatus(of: ProcessID(program.id)).tracer == nil)
  }

  @Test func stopsAThreadThatSleeps() throws {
    let program = try Conversation(
      PythonInstallation.required[0].executable, ["-c", "import os; print(1, flush=True); os.read(0, 1); print(2)"])
    #expect(program.nextLine() == "1")
    for _ in 0..<20 {
      let stop = try StoppedThread(
        stopping: ThreadID(program.id), timeoutNanoseconds: Self.timeoutNanoseconds, keepingExit: false)
      #expect(program.state == "t")
      _ = consume stop
    }
    program.goOn()
    #expect(program.nextLine() == "2")
  }

  @Test func deliversASignalThatCameWhileItStoodStill() throws {
    let program = try start(Self.counting)
    for number in 1...100 {
      let stop = try stop(program)
      program.send(SIGUSR1)
      _ = consume stop
      try waitForSignals(number, in: program)
    }
  }

  @Test func deliversASignalThatCameJustBefore() throws {
    let program = try start(Self.counting)
    for number in 1...200 {
      program.send(SIGUSR1)
      let stop = try stop(program)
      _ = consume stop
      try waitForSignals(number, in: program)
    }
  }

  @Test func leavesAProgramStoppedThatSomebodyElseStopped() throws {
    let program = try start(Self.recursing)
    program.send(SIGSTOP)
    while try state(of: program) != "T" { usleep(100) }
    do {
      let stop = try stop(program)
      _ = consume stop
    }
    usleep(20_000)
    #expect(try state(of: program) == "T")
    program.send(SIGCONT)
    while try state(of: program) == "T" { usleep(100) }
  }

  @Test func saysThatAThreadIsGone() throws {
    #expect(throws: StopError.exited) {
      _ = try StoppedThread(
        stopping: ThreadID(0x3fff_ffff), timeoutNanoseconds: Self.timeoutNanoseconds, keepingExit: false)
    }
  }

  // The limit counts the wait for tests that take the machine for themselves.
  @Test(.timeLimit(.minutes(30)), arguments: [[], ["--blocking"]])
  func letsTheProgramGoOnWhenTheProfilerIsKilled(_ options: [String]) throws {
    let program = try start(Self.recursing)
    let seed = Seeds.fresh(1)[0]
    var random = SeededGenerator(seed: seed)
    for round in 0..<50 {
      let profiler = try SeriemaExecutable.start(["attach", "-r", "10khz"] + options + [String(program.id)])
      usleep(UInt32.random(in: 1000...60_000, using: &random))
      profiler.send(SIGKILL)
      #expect(try profiler.finish().status == .signalled(SIGKILL), "seed \(seed), round \(round)")
      for _ in 0..<20 {
        let state = try state(of: program)
        #expect(state != "t" && state != "T", "seed \(seed), round \(round)")
      }
    }
    let before = try runTime(of: program)
    while try runTime(of: program) < before + 100_000_000 { usleep(1000) }
  }

  /// Says each signal by its number, 10, a line's end, when the kernel has delivered it. (The interpreter itself may call
  /// its handler late: 3.12 has been seen to wait for the next signal.)
  private static let counting = """
    import os, signal
    os.set_blocking(1, False)
    signal.signal(signal.SIGUSR1, lambda number, frame: None)
    signal.set_wakeup_fd(1)
    print("READY", flush=True)
    while True:
        pass
    """

  private func waitForSignals(_ count: Int, in program: RunningProcess) throws {
    try program.waitForOutput("READY\n" + String(repeating: "\n", count: count))
  }

  private func start(_ source: String) throws -> RunningProcess {
    SignalMask.clear()
    let program = try RunningProcess(PythonInstallation.required[0].executable, ["-c", source])
    try program.waitForOutput("READY\n")
    return program
  }

  private func stop(_ program: RunningProcess) throws -> StoppedThread {
    try StoppedThread(
      stopping: ThreadID(program.id), timeoutNanoseconds: Self.timeoutNanoseconds, keepingExit: false)
  }

  private func state(of program: RunningProcess) throws -> Character {
    try ProcessStatus(of: ProcessID(program.id)).state
  }

  /// Nanoseconds on a processor: the first number of `/proc/PID/schedstat`.
  private func runTime(of program: RunningProcess) throws -> UInt64 {
    let text = try String(contentsOfFile: "/proc/\(program.id)/schedstat", encoding: .utf8)
    return try #require(text.split(separator: " ").first.flatMap { UInt64($0) })
  }
}
