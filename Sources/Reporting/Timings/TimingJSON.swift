package import ProfileModel

/// Timings as JSON with all that was measured, histograms included; durations are in nanoseconds.
package struct TimingJSON: Sendable {
  /// Rises when a member changes its meaning or goes; new members may come at any time.
  package static let formatVersion = 1

  private let report: TimingReport
  private let series: TimingSeries
  private let python: String
  private let comparisons: [TimingComparison]

  /// - Parameters:
  ///   - report: Of all runs together.
  ///   - series: The same by run.
  ///   - python: Path of the interpreter.
  ///   - comparisons: Of the runs with others, or of one function with another.
  package init(_ report: TimingReport, series: TimingSeries, python: String, comparisons: [TimingComparison] = []) {
    self.report = report
    self.series = series
    self.python = python
    self.comparisons = comparisons
  }

  /// The document, without a line end.
  package var text: String {
    JSONValue.object(members).text
  }

  private var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("format", .string("seriema-timings")), .init("version", .int(Self.formatVersion)),
      .init("command", .array(series.conditions.command.map(JSONValue.string))), .init("machine", machine),
      .init("revision", revision), .init("runs", .array(series.runs.map(Self.run))),
      .init(
        "python",
        .object([
          .init("version", report.pythonVersion.map(JSONValue.string) ?? .null), .init("jit", .bool(report.hasJIT)),
          .init("executable", .string(python)),
        ])),
      .init("clock", clock), .init("calibration", calibration), .init("processes", .int(report.processes)),
      .init("sub_interpreters", .int(report.interpreters.count)),
      .init("untimed_sub_interpreters", .int(report.interpreters.untimed)),
      .init("lost_calls", .int(report.lostCalls)), .init("targets", .array(targets)),
      .init("comparisons", .array(comparisons.map(ComparisonJSON.value))),
    ]
    if let warmUp = report.warmUp {
      members.append(
        .init(
          "warm_up", .object([.init("calls", .int(warmUp.calls)), .init("settled", .bool(warmUp.hasSettled))])))
    }
    return members
  }

  private var machine: JSONValue {
    guard let machine = series.conditions.machine else { return .null }
    return .object([
      .init("host", .string(machine.host)), .init("kernel", .string(machine.kernel)),
      .init("architecture", .string(machine.architecture)), .init("processor", .string(machine.processor)),
      .init("processors", .int(machine.processorCount)),
    ])
  }

  private var revision: JSONValue {
    guard let revision = series.conditions.revision else { return .null }
    return .object([
      .init("commit", .string(revision.commit)), .init("local_changes", .bool(revision.hasLocalChanges)),
    ])
  }

  private static func run(_ run: TimingSeries.Run) -> JSONValue {
    .object([.init("start_unix_s", JSONValue(run.start)), .init("load", JSONValue(run.load))])
  }

  private var clock: JSONValue {
    switch report.clock {
    case .monotonic: .object([.init("name", .string("monotonic"))])
    case .timeStampCounter(let rate):
      .object([.init("name", .string("tsc")), .init("ticks_per_second", .double(rate))])
    }
  }

  private var calibration: JSONValue {
    guard let calibration = report.calibration else { return .null }
    let spread = { (figure: TimingCalibration.Spread) in
      JSONValue.array([.double(figure.lowerQuartile), .double(figure.median), .double(figure.upperQuartile)])
    }
    return .object([
      .init("applied_bias_ns", JSONValue(calibration.appliedBias)),
      .init("bias_ns_quartiles", spread(calibration.bias)),
      .init("clock_step_ns", JSONValue(calibration.clockStep)),
      .init("cost_ns_quartiles", spread(calibration.cost)),
    ])
  }

  /// The targets, each with what its functions did in each run.
  private var targets: [JSONValue] {
    // The series has the functions of all targets, one after the other.
    var runs = series.functions.map(\.calls)[...]
    return report.targets.map { target in
      let functions = target.functions.map { Self.function($0, runs: runs.popFirst() ?? []) }
      return .object([
        .init("target", .string(target.request)), .init("finding", Self.finding(target.finding)),
        .init("near_names", .array(target.nearNames.map(JSONValue.string))), .init("functions", .array(functions)),
      ])
    }
  }

  private static func finding(_ finding: TargetFinding) -> JSONValue {
    let (name, detail): (String, String?) =
      switch finding {
      case .noModule: ("no_module", nil)
      case .notDefined: ("not_defined", nil)
      case .function(let name): ("function", name)
      case .writtenInC(let type): ("written_in_c", type)
      case .plainClass: ("plain_class", nil)
      case .notCallable(let type): ("not_callable", type)
      case .noFunctionAtLine: ("no_function_at_line", nil)
      }
    return .object([.init("kind", .string(name)), .init("detail", detail.map(JSONValue.string) ?? .null)])
  }

  private static func function(_ timing: FunctionTiming, runs: [TimingSeries.Calls]) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("module", .string(timing.module)), .init("qualname", .string(timing.function.qualifiedName)),
      .init("file", .string(timing.function.file)), .init("line", .int(timing.function.firstLine)),
      .init("label", .string(timing.label)), .init("suspends", .bool(timing.suspends)),
      .init("calls", .int(timing.durations.count)), .init("inner_calls", .int(timing.innerCalls)),
      .init("begun_before", .int(timing.begunBefore)), .init("errors", .int(timing.errors)),
      .init("self_ns", .int(Int(timing.selfTime.rawValue))),
      .init("durations", distribution(timing.durations)), .init("in_flight_ns", lengths(timing.inFlight)),
      .init("runs", .array(runs.map(run))),
      .init("slowest", .array(timing.slowest.map(slowCall))),
    ]
    if timing.suspends {
      members += [
        .init("abandoned", .int(timing.abandoned)), .init("suspensions", .int(timing.suspensions)),
        .init("suspended_ns", lengths(timing.suspended)), .init("latencies", distribution(timing.latencies)),
      ]
    }
    if !timing.threads.isEmpty { members.append(.init("threads", .array(timing.threads.map(threadTiming)))) }
    return .object(members)
  }

  private static func run(_ calls: TimingSeries.Calls) -> JSONValue {
    .object([
      .init("calls", .int(calls.count)), .init("total_ns", .int(Int(calls.total.rawValue))),
      .init("typical_ns", JSONValue(calls.typical)),
    ])
  }

  private static func lengths(_ lengths: [Nanoseconds]) -> JSONValue {
    .array(lengths.map { .int(Int($0.rawValue)) })
  }

  private static func distribution(_ durations: DurationDistribution) -> JSONValue {
    .object([
      .init("count", .int(durations.count)), .init("total_ns", .int(Int(durations.total.rawValue))),
      .init("mean_ns", JSONValue(durations.mean)), .init("stdev_ns", JSONValue(durations.standardDeviation)),
      .init("sum_of_squares_ns2", .double(durations.sumOfSquares)),
      .init("min_ns", .int(Int(durations.minimum.rawValue))), .init("median_ns", JSONValue(durations.median)),
      .init("p95_ns", JSONValue(durations.quantile(0.95))),
      .init("p99_ns", JSONValue(durations.quantile(0.99))), .init("max_ns", .int(Int(durations.maximum.rawValue))),
      .init(
        "histogram_ns",
        .array(durations.buckets.map { .array([.double($0.lower), .double($0.upper), .int($0.count)]) })),
    ])
  }

  private static func thread(_ thread: TimedThread) -> [JSONValue.Member] {
    [
      .init("process", .int(thread.process)), .init("thread", .int(thread.thread)),
      .init("thread_name", .string(thread.name)),
    ]
  }

  private static func slowCall(_ call: SlowCall) -> JSONValue {
    .object(
      [
        .init("duration_ns", .int(Int(call.duration.rawValue))), .init("start_ns", .int(Int(call.start.rawValue))),
      ] + thread(call.thread))
  }

  private static func threadTiming(_ timing: FunctionTiming.ThreadTiming) -> JSONValue {
    .object(
      thread(timing.thread) + [
        .init("calls", .int(timing.durations.count)), .init("inner_calls", .int(timing.innerCalls)),
        .init("errors", .int(timing.errors)), .init("self_ns", .int(Int(timing.selfTime.rawValue))),
        .init("durations", distribution(timing.durations)),
      ])
  }
}
