import ProfileModel

/// One function of a timing table, with the name it is shown by.
struct TimingRow: Hashable, Sendable {
  /// Escaped: the target as the user wrote it, or the function's own name where that named functions of several names.
  let name: String
  /// Whether other functions were named by the same target, so that this one needs its file and line.
  let isOneOfSeveral: Bool
  let timing: FunctionTiming

  /// Rows of all targets; a function that a target names by itself is not repeated among those of a pattern.
  static func rows(of report: TimingReport) -> [TimingRow] {
    let named = Set(report.targets.filter { !$0.isPattern }.flatMap(\.functions).map(\.identity))
    return report.targets.flatMap { target in
      rows(of: target).filter { !target.isPattern || !named.contains($0.timing.identity) }
    }
  }

  static func rows(of target: TimingReport.TargetResult) -> [TimingRow] {
    let isOneOfSeveral = target.functions.count > 1
    let names = Set(target.functions.map(\.function.qualifiedName))
    return target.functions.map { timing in
      var name = names.count > 1 || target.isPattern ? timing.function.qualifiedName : target.request
      // Where one code object is several functions, what tells them apart.
      if isOneOfSeveral, !timing.label.isEmpty { name = "\(timing.function.qualifiedName) of \(timing.label)" }
      return TimingRow(name: UntrustedText(name).escaped, isOneOfSeveral: isOneOfSeveral, timing: timing)
    }
  }
}
