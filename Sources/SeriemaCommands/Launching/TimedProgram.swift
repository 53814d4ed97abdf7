internal import FunctionTiming
internal import LinuxProcess
internal import ProfileModel

/// A program, and what is to be timed in it.
struct TimedProgram {
  var command: PythonCommand
  var targets: [TimingTarget]
  var options: TimingOptions
  /// Functions whose body is to run by turns with another one.
  var pairing: PairingPlan?
  /// There is no program that calls the functions.
  var calls: CallRequest?
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
    var session = try prepare()
    var changes: [String: String?] = session.launch.environmentChanges.mapValues { $0 }
    // As a shell does where it goes to a folder.
    if let directory = placement.directory { changes["PWD"] = .some(directory) }
    var command = command
    command.arguments += session.launch.arguments
    let supervised = try SupervisedProgram(
      command, environmentChanges: changes, keeping: session.launch.inheritedDescriptors, placement: placement,
      catchesStop: interval >= 0)
    let run = TimingSeries.Run.now
    try supervised.start(command)
    var isInterrupted = false
    var isReported = false
    // The program waits for what it asks for, so that it is looked for often; but not after it has been given.
    var mayAsk = pairing?.isOnDemand ?? false
    let status = try supervised.wait {
      guard mayAsk else { return interval }
      return interval < 0 ? Self.askingInterval : min(interval, Self.askingInterval)
    } refresh: {
      if mayAsk, let pairing { mayAsk = session.giveSources(pairing.source) }
      if interval >= 0 { draw(session.report()) }
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
      run: run, report: session.report(), status: status, agent: session.status, calls: session.calls,
      isInterrupted: isInterrupted, isReported: isReported)
  }

  /// Milliseconds.
  private static let askingInterval: Int32 = 5

  private func prepare() throws(Explanation) -> TimingSession {
    do throws(TimingError) {
      if let calls {
        return try TimingSession(
          calling: calls, targets: targets, pairings: pairing?.requests ?? [], options: options)
      }
      return try TimingSession(
        targets: targets, pairings: pairing?.requests ?? [], mainModules: command.mainModules, pythonPath: pythonPath,
        outerAgent: Environment.current["SERIEMA_AGENT"],
        temporaryDirectory: Environment.temporaryDirectory, options: options)
    } catch {
      throw Explanation(error)
    }
  }
}
