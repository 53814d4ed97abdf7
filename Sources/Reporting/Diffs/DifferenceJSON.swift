internal import ProfileModel

/// What changed between two profiles as JSON, with all functions: the figures of `DifferenceReport`'s table.
///
/// Times are in nanoseconds; `changed_by_ns` is time in the function itself less what was to be expected.
package struct DifferenceJSON: Sendable {
  /// Rises when a member changes its meaning or goes; new members may come at any time.
  package static let formatVersion = 1

  private let report: DifferenceReport
  private let comparisons: [TimingComparison]

  /// - Parameter comparisons: Of the timings of the same two, where there are any.
  package init(_ report: DifferenceReport, comparisons: [TimingComparison] = []) {
    self.report = report
    self.comparisons = comparisons
  }

  /// The document, without a line end.
  package var text: String {
    let difference = report.difference
    var members: [JSONValue.Member] = [
      .init("format", .string("seriema-difference")), .init("version", .int(Self.formatVersion)),
      .init("base", Self.side(report.options.baseTitle, difference.base)),
      .init("new", Self.side(report.options.newTitle, difference.new)), .init("pace", .double(difference.pace)),
      .init("functions", .array(difference.rows.map(function))),
    ]
    if !comparisons.isEmpty { members.append(.init("comparisons", .array(comparisons.map(ComparisonJSON.value)))) }
    return JSONValue.object(members).text
  }

  private static func side(_ title: String, _ profile: Profile) -> JSONValue {
    .object([
      "title": .string(title), "python": .string(profile.pythonVersion), "samples": .int(profile.ledger.taken),
      "time_ns": .int(Int(profile.total.time.rawValue)),
    ])
  }

  private func function(_ row: ProfileDifference.Row) -> JSONValue {
    let identity = row.change.function
    return .object([
      "function": .string(identity.qualifiedName), "file": .string(identity.file), "line": .int(identity.firstLine),
      "verdict": .string(row.own.verdict.word), "changed_by_ns": .int(Int(row.own.excess.rawValue)),
      "uncertainty_ns": .int(Int(row.own.uncertainty.rawValue)),
      "base": Self.summary(row.change.base, of: report.difference.base),
      "new": Self.summary(row.change.new, of: report.difference.new),
    ])
  }

  /// Null for a function that has no samples there.
  private static func summary(_ summary: FunctionSummary?, of profile: Profile) -> JSONValue {
    guard let summary else { return .null }
    return .object([
      "self_ns": .int(Int(summary.own.time.rawValue)), "self_samples": .int(summary.own.samples),
      "self_share": .double(summary.own.time.share(of: profile.total.time)),
      "total_ns": .int(Int(summary.total.time.rawValue)),
      "total_share": .double(summary.total.time.share(of: profile.total.time)),
    ])
  }
}
