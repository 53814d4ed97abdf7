import ProfileModel

/// What a hotspot table is sorted by; equal rows follow each other by self time, total time, name, file and line.
package enum HotspotOrder: Hashable, Sendable, CaseIterable {
  /// Time in the function itself, most first.
  case own
  /// Time in it and in what it called, most first.
  case total
  /// Qualified name, A to Z.
  case function
  /// File and line, A to Z.
  case file

  /// Whether `left` stands above `right`.
  func places(_ left: FunctionSummary, above right: FunctionSummary) -> Bool {
    let ordered: Bool? =
      switch self {
      case .own: nil
      case .total: descending(left.total.time, right.total.time)
      case .function: ascending(left.function.qualifiedName, right.function.qualifiedName)
      case .file:
        ascending(left.function.file, right.function.file)
          ?? ascending(left.function.firstLine, right.function.firstLine)
      }
    return ordered
      ?? descending(left.own.time, right.own.time)
      ?? descending(left.total.time, right.total.time)
      ?? descending(left.own.samples, right.own.samples)
      ?? ascending(left.function.qualifiedName, right.function.qualifiedName)
      ?? ascending(left.function.file, right.function.file)
      ?? (left.function.firstLine < right.function.firstLine)
  }

  private func ascending<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
    left == right ? nil : left < right
  }

  private func descending<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
    left == right ? nil : left > right
  }
}
