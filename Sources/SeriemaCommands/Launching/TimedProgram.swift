internal import FunctionTiming
internal import LinuxProcess
internal import ProfileModel

/// A program, and what is to be timed in it.
struct TimedProgram {
  var command: PythonCommand
  var targets: [TimingTarget]
  var options: TimingOptions
  var placement = HeldChild.Placement()
  /// `PYTHONPATH` as the program is to see it.
  var pythonPath = Environment.current["PYTHONPATH"]

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - interval: Milliseconds between two calls of `draw`; -1 for none.
  ///   - draw: Called now and then while it runs, with what there is.
  ///   - stop: Called before this process stops because of the terminal; only where `draw` is called at all.
  ///   - reportEarly: Called with what there is when the program was asked to end and does not.
  func run(
    drawingEvery interval: Int32 = -1, draw: (TimingReport) -> Void = { _ in }, stop: () -> Void = {},
    reportEarly: (TimingReport) -> Void
  ) throws(Explanation) -> TimedRun {
    let session = try prepare()
    var changes: [String: String?] = session.launch.environmentChanges.mapValues { $0 }
    // As a shell does where it goes to a folder.
    if let directory = placement.directory { changes["PWD"] = .some(directory) }
    let supervised = try SupervisedProgram(
      command, environmentChanges: changes, keeping: session.launch.inheritedDescriptors, placement: placement,
      catchesStop: interval >= 0)
    let run = TimingSeries.Run.now
    try supervised.start(command)
    var isInterrupted = false
    var isReported = false
    let status = try supervised.wait(refreshingEvery: interval) {
      draw(session.report())
    } stop: {
      stop()
    } noteSignal: {
      isInterrupted = true
    } reportEarly: {
      // What there is may be all that there will be.
      reportEarly(session.report())
      isReported = true
    }
    return TimedRun(
      run: run, report: session.report(), status: status, agent: session.status, isInterrupted: isInterrupted,
      isReported: isReported)
  }

  private func prepare() throws(Explanation) -> TimingSession {
    do throws(TimingError) {
      return try TimingSession(
        targets: targets, mainModules: command.mainModules, pythonPath: pythonPath,
        outerAgent: Environment.current["SERIEMA_AGENT"],
        temporaryDirectory: Environment.temporaryDirectory, options: options)
    } catch {
      throw Explanation(error)
    }
  }
}
