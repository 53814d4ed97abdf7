import ProfileModel

/// One function of a timing table, with the name it is shown by.
struct TimingRow: Hashable, Sendable {
  /// Escaped: the target as the user wrote it, or the function's own name where that named functions of several names.
  let name: String
  /// Whether other functions were named by the same target, so that this one needs its file and line.
  let isOneOfSeveral: Bool
  let timing: FunctionTiming

  static func rows(of target: TimingReport.TargetResult) -> [TimingRow] {
    let isOneOfSeveral = target.functions.count > 1
    let names = Set(target.functions.map(\.function.qualifiedName))
    return target.functions.map { timing in
      let name = names.count > 1 ? timing.function.qualifiedName : target.request
      return TimingRow(name: UntrustedText(name).escaped, isOneOfSeveral: isOneOfSeveral, timing: timing)
    }
  }
}
