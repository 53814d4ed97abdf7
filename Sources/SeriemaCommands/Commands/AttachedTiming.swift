internal import CLinux
internal import CPythonInspection
internal import FunctionTiming
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// The timing of a process that runs already: comes, waits, leaves, reports.
struct AttachedTiming {
  let process: ProcessID
  let targets: [TimingTarget]
  let options: TimingOptions
  /// nil until Ctrl-C or the process's end.
  let duration: Nanoseconds?
  let isLive: Bool

  /// How long the agent may wait for the GIL, to come and to leave.
  static let waitSeconds: UInt64 = 30
  /// After so long the wait is told.
  private static let silentNanoseconds: UInt64 = 1_000_000_000

  func run(_ makeOutput: () throws(Explanation) -> TimingOutput) throws {
    let runtime = try RunningTarget.runtime(of: process)
    guard runtime.version >= PythonVersion(3, 12) else { throw Explanation(tooOldToTime: runtime) }
    guard !runtime.isFreeThreaded else { throw Explanation(freeThreadedToTime: runtime) }
    let words = ProcessFiles.commandLine(of: process)
    var output = try makeOutput()
    // A stop by the terminal could fall into the moment in which a thread of the process is held.
    let interruption = try Interruption(catchesStop: true)
    signal(SIGPIPE, SIG_IGN)
    let exit = try watch()
    let run = TimingSeries.Run.now
    var session = try attach(words, runtime)
    try waitForAgent(session, interruption, exit)
    var census = try? InterpreterCensus(runtime)
    var table = LiveTable()
    time(session, interruption, exit, &output, &table, &census)
    census?.look()
    if !exit.hasExited { leave(&session, exit) }
    // When nothing changes any more, so that the counts of functions that call each other agree.
    var report = session.report()
    // The agent comes into the main one alone: the others may end at any moment.
    if let others = census?.others { report.interpreters = .init(count: others, untimed: others) }
    table.clear()
    output.print(report, [])
    tell(session.intrusion)
    try output.writeFiles(report, TimingSeries(report, of: run, command: words, isRaw: options.isRaw), [])
  }

  private func watch() throws(Explanation) -> ProcessExitWatch {
    do throws(ProcessError) {
      return try ProcessExitWatch(of: process)
    } catch {
      throw Explanation(error)
    }
  }

  private func attach(_ words: [String], _ runtime: PythonRuntime) throws(Explanation) -> TimingSession {
    do throws(AttachError) {
      return try TimingSession(
        attachedTo: runtime, targets: targets, mainModules: ProcessWords(words).mainModules,
        temporaryDirectory: Environment.temporaryDirectory, options: options)
    } catch {
      throw Explanation(error, of: process)
    }
  }

  /// Waits until the agent times, or says why not.
  private func waitForAgent(
    _ session: borrowing TimingSession, _ interruption: borrowing Interruption, _ exit: borrowing ProcessExitWatch
  ) throws {
    let start = MonotonicClock.nowNanoseconds
    var isTold = false
    while session.status == .notStarted {
      let waited = MonotonicClock.nowNanoseconds - start
      if waited > Self.silentNanoseconds, !isTold {
        isTold = true
        StandardError().write([
          "waiting for the interpreter's lock of process \(process), \(Self.waitSeconds) s at most"
        ])
      }
      let received = interruption.wait(or: exit.descriptor.rawValue, milliseconds: 1)
      if received?.number == SIGTSTP { seriema_stop_self() }
      let isInterrupted = received != nil && received?.number != SIGTSTP
      if exit.hasExited { throw Explanation(.exited(process)) }
      guard isInterrupted || waited > Self.waitSeconds * 1_000_000_000 else {
        session.stay()
        continue
      }
      session.giveUp()
      if isInterrupted { Glibc.exit(1) }
      break
    }
    if let problem = Explanation(session.status, attachedTo: process) { throw problem }
  }

  private func time(
    _ session: borrowing TimingSession, _ interruption: borrowing Interruption, _ exit: borrowing ProcessExitWatch,
    _ output: inout TimingOutput, _ table: inout LiveTable, _ census: inout InterpreterCensus?
  ) {
    let start = MonotonicClock.nowNanoseconds
    let end = duration.map { start + UInt64(clamping: $0.rawValue) }
    while true {
      session.stay()
      census?.look()
      let now = MonotonicClock.nowNanoseconds
      if let end, now >= end { return }
      // Rounded up, so that the last wait does not end too early again and again.
      let left = end.map { Int32(clamping: ($0 - now) / 1_000_000 + 1) } ?? 1000
      let step = isLive ? LiveTable.interval : 1000
      if let received = interruption.wait(or: exit.descriptor.rawValue, milliseconds: min(left, step)) {
        guard received.number == SIGTSTP else { return }
        // The shell gets its whole terminal.
        table.clear()
        seriema_stop_self()
        continue
      }
      if exit.hasExited { return }
      guard case .running = session.status else { return }
      if isLive { output.draw(session.report(), on: &table) }
    }
  }

  /// What the process has felt of it.
  private func tell(_ intrusion: TimingIntrusion) {
    guard intrusion.stops > 0 else {
      StandardError().write([
        "held: no thread of process \(process), which took the agent in by itself (PEP 768)"
      ])
      return
    }
    let microseconds = Int((Double(intrusion.held.rawValue) / 1000).rounded())
    let reason: String? =
      switch intrusion.obstacle {
      // What can be changed, and what its owner may have seen of it.
      case .some(.request(.remoteDebugging)), .some(.notOpened): intrusion.obstacle.flatMap(Explanation.reason)
      default: nil
      }
    StandardError().write([
      "held: a thread of process \(process) for \(microseconds) µs in all, in \(intrusion.stops) stops"
        + (reason.map { "; " + $0 } ?? "")
    ])
  }

  private func leave(_ session: inout TimingSession, _ exit: borrowing ProcessExitWatch) {
    do throws(AttachError) {
      try session.leave()
    } catch {
      if !exit.hasExited { StandardError().warn(Explanation(notAskedToLeave: process, error)) }
      return
    }
    let start = MonotonicClock.nowNanoseconds
    while case .running = session.status {
      if exit.wait(milliseconds: 1) { return }
      if MonotonicClock.nowNanoseconds - start > Self.waitSeconds * 1_000_000_000 {
        StandardError().warn(Explanation(stillIn: process))
        return
      }
    }
  }
}
