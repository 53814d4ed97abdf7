/// The ledger below a hotspot table, read back.
package struct LedgerLines: Hashable, Sendable {
  package let taken: Int
  package let partial: Int
  package let failed: Int
  /// Samples whose time is counted with others that the program was stopped for.
  package let deferred: Int

  /// - Throws: `MalformedReport` when the report has no such line.
  package init(_ report: String) throws {
    let pattern = /samples: ([\d,]+) taken, (none|[\d,]+)(?: of them)? partial, (none|[\d,]+) failed/
    guard let match = report.firstMatch(of: pattern) else { throw MalformedReport(line: report) }
    taken = Self.count(match.1)
    partial = Self.count(match.2)
    failed = Self.count(match.3)
    deferred = report.firstMatch(of: /([\d,]+) more would have been over the budget/).map { Self.count($0.1) } ?? 0
  }

  private static func count(_ text: Substring) -> Int { Int(text.filter { $0 != "," }) ?? 0 }
}
