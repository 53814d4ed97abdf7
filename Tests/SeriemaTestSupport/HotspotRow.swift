/// A row of the hotspot table, read back.
package struct HotspotRow: Hashable, Sendable {
  /// In percent.
  package let ownShare: Double
  /// What the report gives as the sampling error of `ownShare`, in points.
  package let uncertainty: Double
  /// In percent.
  package let totalShare: Double
  /// In percent; 0 where the table has no such column.
  package let idleShare: Double
  package let function: String
  /// `file.py:line`.
  package let place: String

  /// All rows of the table in a report.
  package static func rows(of report: String) -> [HotspotRow] {
    let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
    guard let header = lines.firstIndex(where: { $0.contains("self %") }) else { return [] }
    let hasIdle = lines[header].contains("idle %")
    return lines[(header + 1)...].prefix { !$0.isEmpty }.compactMap { row(String($0), hasIdle: hasIdle) }
  }

  private static func row(_ line: String, hasIdle: Bool) -> HotspotRow? {
    let shares = /\s*(<?[\d.]+) ±([\d.]+)\s+(<?[\d.]+)\s+(.*)/
    guard let match = line.wholeMatch(of: shares) else { return nil }
    var cells = match.4.split(separator: /\s{2,}/).map(String.init)
    // Self time and total time come next, then the idle share, the name and the place.
    guard cells.count >= (hasIdle ? 4 : 3) else { return nil }
    cells.removeFirst(2)
    let idle = hasIdle ? number(cells.removeFirst()) : 0
    return HotspotRow(
      ownShare: number(match.1), uncertainty: number(match.2), totalShare: number(match.3), idleShare: idle,
      function: cells[0], place: cells.count > 1 ? cells[1] : "")
  }

  /// `<0.1` reads as 0.
  private static func number(_ text: some StringProtocol) -> Double { Double(text) ?? 0 }
}
