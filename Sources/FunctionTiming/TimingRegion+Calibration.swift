internal import CPythonInspection
import CTimingWire
import ProfileModel

extension TimingRegion {
  /// All that was measured up to the end of a span, corrected unless raw times were asked for.
  ///
  /// - Parameter results: Gives the functions to the targets.
  func report(
    over span: TimingSpan, isRaw: Bool, byThread: Bool, isOfBlock: Bool = false,
    results: ([NamedFunction]) -> [TimingReport.TargetResult]
  ) -> TimingReport {
    let facts = facts
    let raw = functions(over: span, byThread: byThread, isOfBlock: isOfBlock)
    let calibration = calibration(facts, span.scale, shortest: Self.shortest(raw.map(\.timing)), isRaw: isRaw)
    let bias = calibration?.appliedBias ?? 0
    let step = calibration?.clockStep ?? 0
    let functions = raw.map { function in
      var function = function
      function.timing = function.timing.read(inStepsOf: step < Self.fineStep ? 0 : step).corrected(by: bias)
      return function
    }
    let tornCalls = functions.reduce(0) { $0 + $1.tornCalls }
    return TimingReport(
      targets: results(functions), clock: span.scale.source,
      pythonVersion: facts.python_version == 0 ? nil : PythonVersion(hexadecimal: facts.python_version).description,
      processes: Int(facts.process_count), lostCalls: Int(clamping: facts.lost_calls) + tornCalls,
      calibration: calibration,
      interpreters: .init(count: Int(facts.interpreter_count), untimed: Int(facts.untimed_interpreters)),
      hasJIT: facts.has_jit != 0, isOfBlock: isOfBlock)
  }

  /// What the shortest calls of the fastest function read, in nanoseconds; nil where there are too few.
  private static func shortest(_ functions: [FunctionTiming]) -> Double? {
    functions.filter { $0.durations.count >= 100 && !$0.suspends }.compactMap { $0.durations.quantile(0.1) }.min()
  }

  /// A clock that advances by less, in nanoseconds, takes nothing from what is read.
  private static let fineStep = 2.0

  private func calibration(
    _ facts: seriema_timing_facts, _ scale: TickScale, shortest: Double?, isRaw: Bool
  ) -> TimingCalibration? {
    let (bias, pair) = (facts.calibration.bias, facts.calibration.pair)
    guard pair.1 > 0 else { return nil }
    let rate = scale.nanosecondsPerTick
    let step = Double(facts.calibration.step) * rate
    // No call can read less than what the timer takes, but for a step of the clock: where some do, the machine was slow when
    // that was measured. Whole ticks, as the agent subtracts it.
    let applied = min(bias.1.rounded() * rate, shortest.map { $0 + (step < Self.fineStep ? 0 : step) } ?? .infinity)
    return TimingCalibration(
      bias: .init(lowerQuartile: bias.0 * rate, median: bias.1 * rate, upperQuartile: bias.2 * rate),
      cost: .init(lowerQuartile: pair.0 * rate, median: pair.1 * rate, upperQuartile: pair.2 * rate),
      appliedBias: isRaw ? nil : applied, clockStep: step > 0 ? step : nil)
  }
}
