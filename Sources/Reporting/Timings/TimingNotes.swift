import ProfileModel

/// What stands below a timing table: targets that never ran, open and lost calls, what columns mean, the clock.
struct TimingNotes: Sendable {
  let report: TimingReport
  let rows: [TimingRow]
  let comparison: Comparison

  /// Whether the table compares, and with what.
  enum Comparison: Hashable, Sendable {
    case none
    /// With the row of this name, already escaped.
    case with(String)
    /// It was asked for, but the first target has no calls.
    case impossible
  }

  var paragraphs: [Paragraph] {
    let warnings = neverRan + lost + untimed + jit + unsettled
    let notes = warmUp + aliases + begunBefore + inFlight + legend + corrections + [origin]
    return warnings.map { Paragraph("warning: " + $0, role: .warning) } + notes.map { Paragraph($0, role: .quiet) }
  }

  private var neverRan: [String] {
    report.targets.filter(\.functions.isEmpty).map { target in
      let near = target.nearNames.map { UntrustedText($0).escaped }
      let hint = near.isEmpty ? "" : "; near names that did: " + near.joined(separator: ", ")
      return UntrustedText(target.request).escaped + " " + reason(target) + hint
    }
  }

  private func reason(_ target: TimingReport.TargetResult) -> String {
    switch target.finding {
    case .noModule: return "never ran" + (target.isPattern ? ": nothing of such a name did" : "")
    case .notDefined: return "never ran: its module has nothing of that name"
    case .function(let name):
      let own = UntrustedText(name).escaped
      return "never ran" + (target.request.hasSuffix(name) ? ": it is there, and was not called" : ": it is \(own)")
    case .writtenInC(let type):
      return
        "cannot be timed: it is of the type \(UntrustedText(type).escaped), which runs no Python; name a function that calls it"
    case .plainClass: return "cannot be timed: the class has no __init__ or __new__ in Python"
    case .notCallable(let type):
      return "cannot be timed: it is of the type \(UntrustedText(type).escaped), and no function"
    case .noFunctionAtLine: return "names no function: there is none at that line"
    }
  }

  /// Names that stand for a function of another name, whose calls are all counted.
  private var aliases: [String] {
    report.targets.compactMap { target in
      guard !target.isPattern, target.functions.count == 1, let timing = target.functions.first,
        case .function = target.finding
      else { return nil }
      let name = timing.function.qualifiedName
      guard !target.request.hasSuffix(":" + name), timing.label.isEmpty else { return nil }
      return "\(UntrustedText(target.request).escaped) is \(UntrustedText(name).escaped) "
        + "(line \(timing.function.firstLine)): all calls of it are counted"
    }
  }

  private var lost: [String] {
    guard report.lostCalls > 0 else { return [] }
    let verb = report.lostCalls == 1 ? "was" : "were"
    return [
      "\(String(count: report.lostCalls, of: "call")) \(verb) not recorded, because a table of the agent was full"
    ]
  }

  /// Source: gh-156319, open for 3.14; coveragepy#2249 for 3.15.
  private var jit: [String] {
    guard report.hasJIT else { return [] }
    return [
      "Python's JIT is on: with any tool of sys.monitoring it can corrupt local variables (gh-156319), and timed "
        + "functions run slower than compiled ones; PYTHON_JIT=0 turns it off"
    ]
  }

  private var unsettled: [String] {
    guard let warmUp = report.warmUp, !warmUp.hasSettled else { return [] }
    return [
      "\(String(count: warmUp.calls, of: "call")) of \(rows.count > 1 ? "each" : "it") were made to warm up, and the times "
        + "were still changing: more --calls warm up for longer"
    ]
  }

  private var warmUp: [String] {
    guard let warmUp = report.warmUp, warmUp.hasSettled else { return [] }
    return [
      "warm-up: \(String(count: warmUp.calls, of: "call"))\(rows.count > 1 ? " of each" : "") came before and are left out; "
        + "the times had settled by then"
    ]
  }

  private var untimed: [String] {
    let count = report.interpreters.untimed
    guard count > 0 else { return [] }
    return [
      "\(String(count: count)) of \(String(count: report.interpreters.count, of: "sub-interpreter")) could not be timed: "
        + "calls in \(count == 1 ? "it" : "them") are missing"
    ]
  }

  private var begunBefore: [String] {
    rows.filter { $0.timing.begunBefore > 0 }.map { row in
      let count = row.timing.begunBefore
      let calls = String(count: count, of: "call")
      return "\(row.name): \(calls) had begun before being timed, and \(count == 1 ? "is" : "are") not in the table"
    }
  }

  private var inFlight: [String] {
    rows.compactMap { row in
      guard let longest = row.timing.inFlight.max() else { return nil }
      let count = row.timing.inFlight.count
      let prefix = count == 1 ? "" : "the longest for "
      return "\(row.name): \(String(count: count, of: "call")) still running, \(prefix)\(String(duration: longest))"
    } + suspended
  }

  private var suspended: [String] {
    rows.compactMap { row in
      guard let longest = row.timing.suspended.first else { return nil }
      return "\(row.name): \(String(count: row.timing.suspended.count)) begun and suspended at the end"
        + (tellsDropped ? "" : ", or dropped, which Python \(report.pythonVersion ?? "") does not tell")
        + ", the longest since \(String(duration: longest))"
    }
  }

  /// Whether the interpreter tells when a suspended generator is dropped: 3.13.0 to 3.13.9 and 3.14.0 may not.
  ///
  /// Source: gh-140373.
  private var tellsDropped: Bool {
    let parts = (report.pythonVersion ?? "").split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3 else { return true }
    return !(parts[1] == 13 && parts[2] < 10 || parts[1] == 14 && parts[2] < 1)
  }

  /// What was subtracted, and where that is much of what is shown.
  private var corrections: [String] {
    guard let calibration = report.calibration else { return [] }
    let bias = calibration.bias
    let cost = calibration.cost
    let spread = { (figure: TimingCalibration.Spread) in
      "\(String(nanoseconds: figure.median)) (\(String(nanoseconds: figure.lowerQuartile)) … "
        + "\(String(nanoseconds: figure.upperQuartile)))"
    }
    guard let applied = calibration.appliedBias else {
      return ["raw: a call reads \(spread(bias)) too long, and adds \(spread(cost)) to what is around it"]
    }
    let large = rows.compactMap { row -> String? in
      guard let median = row.timing.durations.median, calibration.appliedBias ?? 0 > 0.1 * median else { return nil }
      return row.name
    }
    let note =
      large.isEmpty
      ? [] : ["short: the timer's own share is more than 10 % of the median of " + large.joined(separator: ", ")]
    let remedy = report.isOfBlock ? "; raw=True leaves both in" : "; --raw leaves both in"
    // Where the counter advances in steps of nanoseconds, both may be next to nothing.
    guard applied > 0.8 * bias.median - 1 else {
      return note + [
        "corrected: each call by \(String(nanoseconds: applied)), which the shortest calls read; \(spread(bias)) was "
          + "measured while the machine was slower, so that what is around timed calls may be given too short" + remedy
      ]
    }
    return note + ["corrected: each call by \(spread(bias)), what is around it by \(spread(cost))" + remedy]
  }

  private var legend: [String] {
    var legend: [String] = []
    if rows.contains(where: { $0.timing.innerCalls > 0 }) {
      legend.append("inner: calls made while the same function was already running; the outermost call is timed")
    }
    if rows.contains(where: { $0.timing.errors > 0 }) {
      legend.append("errors: calls that were left by an exception; they are timed like the others")
    }
    if rows.contains(where: { $0.timing.abandoned > 0 }) {
      legend.append(
        "abandoned: generators that were closed or dropped before their end; they are timed as far as they ran")
    }
    if rows.contains(where: \.timing.suspends) {
      legend.append("latency: mean time from the beginning to the end; the other times are those that it ran")
    }
    switch comparison {
    case .none: break
    case .with(let name):
      legend.append(
        "delta: mean per call against \(name); without a verdict, since calls of one run are not independent")
    case .impossible:
      legend.append("delta: not shown, because the first target has no calls")
    }
    return legend
  }

  private var origin: String {
    var parts: [String] =
      switch report.clock {
      case .timeStampCounter(let rate): ["clock: time-stamp counter, " + String(frequency: rate)]
      case .monotonic: ["clock: CLOCK_MONOTONIC"]
      }
    if let step = report.calibration?.clockStep, step >= 2 {
      parts[0] += ", in steps of " + String(nanoseconds: step)
    }
    if let version = report.pythonVersion { parts.append("Python " + UntrustedText(version).escaped) }
    if report.processes > 1 { parts.append("\(String(count: report.processes)) processes") }
    if report.interpreters.count > 0 { parts.append(String(count: report.interpreters.count, of: "sub-interpreter")) }
    return parts.joined(separator: " · ")
  }
}
