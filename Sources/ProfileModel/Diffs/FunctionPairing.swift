/// Finds each function of one profile in another, though its lines may have moved, and all files lie elsewhere.
///
/// Two are the same function when their names are, and their files; where one of the two has no such file, when the ends
/// of their paths are: `/home/a/app/db.py` and `/srv/ci/7/app/db.py`. Several of one name in one file (`<lambda>`) are
/// told apart by their first lines, and where these have moved by their order.
package enum FunctionPairing {
  package static func changes(from base: Profile, to new: Profile) -> [FunctionChange] {
    var old = base.functionSummaries()
    var changes: [FunctionChange] = []
    var rest = match(
      new.functionSummaries(), &old, &changes, by: { [$0.qualifiedName, $0.file, "\($0.firstLine)"] })
    rest = match(rest, &old, &changes, by: { [$0.qualifiedName, $0.file] })
    // From the longest common end of the path to the file's bare name.
    let depth = (rest + old).map { pathParts($0.function).count }.max() ?? 0
    for length in stride(from: depth, to: 0, by: -1) where !rest.isEmpty && !old.isEmpty {
      rest = match(
        rest, &old, &changes,
        by: { function in
          let parts = pathParts(function)
          return parts.count < length ? nil : [function.qualifiedName] + parts.suffix(length)
        })
    }
    changes += rest.map { FunctionChange(function: $0.function, base: nil, new: $0) }
    changes += old.map { FunctionChange(function: $0.function, base: $0, new: nil) }
    return changes
  }

  private static func pathParts(_ function: FunctionIdentity) -> [String] {
    function.file.split(separator: "/").map(String.init)
  }

  /// Pairs functions that have the same key, in the order of their first lines.
  ///
  /// - Parameter key: nil for what is not to be paired by it.
  /// - Returns: Those of `new` that have no partner; those of `old` are left in it.
  private static func match(
    _ new: [FunctionSummary], _ old: inout [FunctionSummary], _ changes: inout [FunctionChange],
    by key: (FunctionIdentity) -> [String]?
  ) -> [FunctionSummary] {
    var partners: [[String]: [FunctionSummary]] = [:]
    var unpaired: [FunctionSummary] = []
    for summary in old.sorted(by: { $0.function.firstLine > $1.function.firstLine }) {
      if let key = key(summary.function) {
        partners[key, default: []].append(summary)
      } else {
        unpaired.append(summary)
      }
    }
    var rest: [FunctionSummary] = []
    for summary in new.sorted(by: { $0.function.firstLine < $1.function.firstLine }) {
      if let key = key(summary.function), let partner = partners[key]?.popLast() {
        changes.append(FunctionChange(function: summary.function, base: partner, new: summary))
      } else {
        rest.append(summary)
      }
    }
    old = unpaired + partners.values.joined()
    return rest
  }
}
