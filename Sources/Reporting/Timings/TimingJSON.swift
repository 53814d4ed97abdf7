package import ProfileModel

/// Timings as JSON with all that was measured, histograms included; durations are in nanoseconds.
package struct TimingJSON: Sendable {
  /// Rises when a member changes its meaning or goes; new members may come at any time.
  package static let formatVersion = 1

  private let report: TimingReport
  private let machine: MachineIdentity
  private let python: String
  private let command: [String]

  /// - Parameters:
  ///   - python: Path of the interpreter.
  ///   - command: The program and its arguments, as they were given.
  package init(_ report: TimingReport, machine: MachineIdentity, python: String, command: [String]) {
    self.report = report
    self.machine = machine
    self.python = python
    self.command = command
  }

  /// The document, without a line end.
  package var text: String {
    JSONValue.object([
      .init("format", .string("seriema-timings")), .init("version", .int(Self.formatVersion)),
      .init("command", .array(command.map(JSONValue.string))), .init("machine", machineValue),
      .init(
        "python",
        .object([
          .init("version", report.pythonVersion.map(JSONValue.string) ?? .null), .init("jit", .bool(report.hasJIT)),
          .init("executable", .string(python)),
        ])),
      .init("clock", clock), .init("calibration", calibration), .init("processes", .int(report.processes)),
      .init("sub_interpreters", .int(report.interpreters.count)),
      .init("untimed_sub_interpreters", .int(report.interpreters.untimed)),
      .init("lost_calls", .int(report.lostCalls)), .init("targets", .array(report.targets.map(Self.target))),
    ]).text
  }

  private var machineValue: JSONValue {
    .object([
      .init("host", .string(machine.host)), .init("kernel", .string(machine.kernel)),
      .init("architecture", .string(machine.architecture)), .init("processor", .string(machine.processor)),
      .init("processors", .int(machine.processorCount)),
    ])
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
      .init("cost_ns_quartiles", spread(calibration.cost)),
    ])
  }

  private static func target(_ target: TimingReport.TargetResult) -> JSONValue {
    .object([
      .init("target", .string(target.request)), .init("finding", finding(target.finding)),
      .init("near_names", .array(target.nearNames.map(JSONValue.string))),
      .init("functions", .array(target.functions.map(function))),
    ])
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

  private static func function(_ timing: FunctionTiming) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("module", .string(timing.module)), .init("qualname", .string(timing.function.qualifiedName)),
      .init("file", .string(timing.function.file)), .init("line", .int(timing.function.firstLine)),
      .init("label", .string(timing.label)), .init("suspends", .bool(timing.suspends)),
      .init("calls", .int(timing.durations.count)), .init("inner_calls", .int(timing.innerCalls)),
      .init("begun_before", .int(timing.begunBefore)), .init("errors", .int(timing.errors)),
      .init("self_ns", .int(Int(timing.selfTime.rawValue))),
      .init("durations", distribution(timing.durations)), .init("in_flight_ns", lengths(timing.inFlight)),
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
