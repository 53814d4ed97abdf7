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
    let words = ProcessFiles.commandLine(of: process)
    var output = try makeOutput()
    let interruption = try Interruption()
    signal(SIGPIPE, SIG_IGN)
    let exit = try watch()
    let run = TimingSeries.Run.now
    var session = try attach(words)
    try waitForAgent(session, interruption, exit)
    var table = LiveTable()
    time(session, interruption, exit, &output, &table)
    if !exit.hasExited { leave(&session, exit) }
    // When nothing changes any more, so that the counts of functions that call each other agree.
    let report = session.report()
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

  private func attach(_ words: [String]) throws(Explanation) -> TimingSession {
    do throws(AttachError) {
      return try TimingSession(
        attachedTo: process, targets: targets, mainModules: ProcessWords(words).mainModules, options: options)
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
      let isInterrupted = interruption.wait(or: exit.descriptor.rawValue, milliseconds: 1) != nil
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
    _ output: inout TimingOutput, _ table: inout LiveTable
  ) {
    let start = MonotonicClock.nowNanoseconds
    let end = duration.map { start + UInt64(clamping: $0.rawValue) }
    while true {
      session.stay()
      let now = MonotonicClock.nowNanoseconds
      if let end, now >= end { return }
      // Rounded up, so that the last wait does not end too early again and again.
      let left = end.map { Int32(clamping: ($0 - now) / 1_000_000 + 1) } ?? 1000
      let step = isLive ? LiveTable.interval : 1000
      if interruption.wait(or: exit.descriptor.rawValue, milliseconds: min(left, step)) != nil { return }
      if exit.hasExited { return }
      guard case .running = session.status else { return }
      if isLive { output.draw(session.report(), on: &table) }
    }
  }

  /// What the process has felt of it.
  private func tell(_ intrusion: (held: Nanoseconds, stops: Int)) {
    let microseconds = Int((Double(intrusion.held.rawValue) / 1000).rounded())
    StandardError().write([
      "held: a thread of process \(process) for \(microseconds) µs in all, in \(intrusion.stops) stops"
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
