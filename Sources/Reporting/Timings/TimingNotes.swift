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
    let warnings = neverRan + lost
    let notes = inFlight + legend + [origin]
    return warnings.map { Paragraph("warning: " + $0, role: .warning) } + notes.map { Paragraph($0, role: .quiet) }
  }

  private var neverRan: [String] {
    report.targets.filter(\.functions.isEmpty).map { target in
      let near = target.nearNames.map { UntrustedText($0).escaped }
      let hint = near.isEmpty ? "" : "; near names that did: " + near.joined(separator: ", ")
      return UntrustedText(target.request).escaped + " never ran" + hint
    }
  }

  private var lost: [String] {
    guard report.lostCalls > 0 else { return [] }
    let verb = report.lostCalls == 1 ? "was" : "were"
    return [
      "\(String(count: report.lostCalls, of: "call")) \(verb) not recorded, because a table of the agent was full"
    ]
  }

  private var inFlight: [String] {
    rows.compactMap { row in
      guard let longest = row.timing.inFlight.max() else { return nil }
      let count = row.timing.inFlight.count
      let prefix = count == 1 ? "" : "the longest for "
      return "\(row.name): \(String(count: count, of: "call")) still running, \(prefix)\(String(duration: longest))"
    }
  }

  private var legend: [String] {
    var legend: [String] = []
    if rows.contains(where: { $0.timing.innerCalls > 0 }) {
      legend.append("inner: calls made while the same function was already running; the outermost call is timed")
    }
    if rows.contains(where: { $0.timing.errors > 0 }) {
      legend.append("errors: calls that were left by an exception; they are timed like the others")
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
    if let version = report.pythonVersion { parts.append("Python " + UntrustedText(version).escaped) }
    if report.processes > 1 { parts.append("\(String(count: report.processes)) processes") }
    return parts.joined(separator: " · ")
  }
}
