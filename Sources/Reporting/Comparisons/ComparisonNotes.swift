internal import ProfileModel
internal import Statistics

/// What stands below a table of changes: why there is no verdict, what differs, and what the columns mean.
struct ComparisonNotes: Sendable {
  private let comparison: TimingComparison

  init(_ comparison: TimingComparison) {
    self.comparison = comparison
  }

  var paragraphs: [Paragraph] {
    let forbidding = comparison.differences.filter(\.forbidsVerdict).map { "not comparable: " + $0.sentence }
    let warnings = forbidding + workloads + slowest + missing
    let paired = PairedNotes(comparison)
    let notes = tooFew + paired.notes + others + revisions + detectable + timer + legend
    return (warnings + paired.warnings).map { Paragraph("warning: " + $0, role: .warning) }
      + notes.map { Paragraph($0, role: .quiet) }
  }

  private func names(_ entries: [TimingComparison.Entry]) -> String {
    entries.map { UntrustedText($0.name).escaped }.joined(separator: ", ")
  }

  /// Functions that were called more or less often: their work is another one.
  private var workloads: [String] {
    guard comparison.level == .interleavedRuns || comparison.level == .savedBaseline else { return [] }
    return comparison.entries.filter { $0.base.calls != $0.new.calls }.map { entry in
      let total = entry.new.calls * entry.new.mean / (entry.base.calls * entry.base.mean) - 1
      return "\(UntrustedText(entry.name).escaped) was called \(Self.count(entry.new.calls)) times a run instead of "
        + "\(Self.count(entry.base.calls)): a changed workload; all its calls together take \(String(change: total))"
    }
  }

  /// Functions whose slowest calls changed otherwise than the rest.
  private var slowest: [String] {
    comparison.entries.compactMap { entry in
      guard entry.obstacle == nil, let all = entry.wholeChange, let interval = all.interval else { return nil }
      let which =
        comparison.level == .pairedInProcess
        ? "its long calls changed otherwise than the others; of all time together the change is "
        : "its slowest calls changed otherwise; with them the change is "
      return "\(UntrustedText(entry.name).escaped): \(which)"
        + "\(String(change: all.estimate)) (\(String(change: interval.lower)) … \(String(change: interval.upper)))"
    }
  }

  private static func count(_ calls: Double) -> String { String(count: Int(calls.rounded())) }

  private var missing: [String] {
    let lists = [(comparison.onlyInBase, "not in the new runs: "), (comparison.onlyInNew, "not in the baseline: ")]
    return lists.filter { !$0.0.isEmpty }.map { names, text in
      text + names.map { UntrustedText($0).escaped }.joined(separator: ", ")
    } + (comparison.entries.isEmpty ? ["there is no function to compare"] : [])
  }

  private var tooFew: [String] {
    let unjudged = comparison.entries.filter { $0.change.verdict == .none && $0.obstacle == nil }
    guard !unjudged.isEmpty else { return [] }
    switch comparison.level {
    case .pairedInProcess: return ["no verdict: it takes some hundred calls, and better some thousand"]
    case .sameRuns: return ["no verdict: it takes at least 3 runs, and better 10: --repeat 10"]
    case .sameBlocks: return ["no verdict: it takes at least 3 blocks, and better 10"]
    case .interleavedRuns: return ["no verdict: it takes at least 3 pairs, and better 10: --repeat 10"]
    case .savedBaseline:
      return [
        "no verdict: the files were measured at different times, and do not tell how much the machine's speed changes "
          + "from one time to another (it takes runs of 4 occasions in each, ten minutes apart: --append); seriema time --against "
          + "a revision compares at the same time"
      ]
    }
  }

  private var others: [String] { comparison.differences.filter { !$0.forbidsVerdict }.map(\.sentence) }

  private var revisions: [String] {
    guard let base = comparison.revisions.base, let new = comparison.revisions.new else { return [] }
    return ["commits: \(Self.name(base)) and \(Self.name(new))"]
  }

  private static func name(_ revision: MeasuringConditions.Revision) -> String {
    UntrustedText(String(revision.commit.prefix(12))).escaped + (revision.hasLocalChanges ? " with local changes" : "")
  }

  private var detectable: [String] {
    let changes = comparison.entries.filter { $0.verdict != .none }.compactMap(\.change.detectable)
    guard let least = changes.min(), let most = changes.max() else { return [] }
    let range = String(margin: least) == String(margin: most) ? "" : " to \(String(margin: most))"
    return ["detectable with so many, in four of five comparisons: \(String(margin: least))\(range)"]
  }

  private var timer: [String] {
    let marked = comparison.entries.filter { $0.timerShare ?? 0 > 0.1 }
    guard !marked.isEmpty else { return [] }
    let refused = comparison.entries.filter { $0.obstacle == .timerShare }
    return ["†: the timer's own share is more than 10 % of the median"]
      + (refused.isEmpty ? [] : ["no verdict, because the timer takes more than half as long: " + names(refused)])
  }

  private var legend: [String] {
    guard comparison.entries.contains(where: { $0.verdict != .none }) else { return [] }
    let level = (comparison.criteria.level * 100).digits(decimals: 0)
    let band = String(margin: comparison.criteria.band)
    let several = comparison.entries.count > 1 ? "; corrected for several functions (Holm)" : ""
    let measure =
      switch comparison.level {
      case .pairedInProcess: "geometric mean of the calls of the median pair of copies"
      case .sameBlocks: "mean call of the median block, without the slowest tenth of its calls"
      case .sameRuns, .interleavedRuns, .savedBaseline:
        "mean call of the median run, without the slowest tenth of its calls"
      }
    return [
      "before, after: \(measure); interval: holds the true "
        + "change in \(level) % of comparisons; faster and slower are those beyond \(band) as a whole\(several)"
    ]
  }
}
