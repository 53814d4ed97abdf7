/// A row of the timing table, read back.
package struct TimingLine: Hashable, Sendable {
  /// The first column.
  package let name: String
  /// By column title; cells that are empty are missing.
  package let cells: [String: String]

  package var calls: Int? { count("calls") }
  package var inner: Int? { count("inner") }
  package var errors: Int? { count("errors") }
  /// In seconds.
  package var total: Double? { cells["total"].flatMap(Self.seconds) }
  /// In seconds.
  package var own: Double? { cells["self"].flatMap(Self.seconds) }
  /// In seconds.
  package var median: Double? { cells["median"].flatMap(Self.seconds) }

  /// All rows of the timing table in a report, by their names.
  package static func rows(of report: String) -> [String: TimingLine] {
    let lines = report.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    guard let header = lines.firstIndex(where: { String($0).contains("calls") && String($0).hasPrefix("function") })
    else { return [:] }
    let columns = columns(of: lines[header])
    let rows = lines[(header + 1)...].prefix { !$0.isEmpty }.map { row($0, columns) }
    return Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Numbers stand to the right: a cell ends where its column's title ends.
  private static func columns(of header: [Character]) -> [(title: String, end: Int)] {
    var columns: [(String, Int)] = []
    var start = 0
    while let first = header[start...].firstIndex(where: { $0 != " " }) {
      var end = first
      // Titles may have single spaces in them.
      while end < header.count, header[end] != " " || (end + 1 < header.count && header[end + 1] != " ") { end += 1 }
      columns.append((String(header[first..<end]), end))
      start = end
    }
    return columns
  }

  private static func row(_ line: [Character], _ columns: [(title: String, end: Int)]) -> TimingLine {
    var cells: [String: String] = [:]
    for column in columns.dropFirst() where column.end <= line.count && line[column.end - 1] != " " {
      cells[column.title] = lastCell(line[..<column.end])
    }
    let name = String(line).split(separator: /\s{2,}/).first.map(String.init) ?? ""
    return TimingLine(name: name, cells: cells)
  }

  private static func lastCell(_ text: ArraySlice<Character>) -> String {
    String(text).split(separator: /\s{2,}/).last.map(String.init) ?? ""
  }

  private func count(_ title: String) -> Int? {
    cells[title].flatMap { Int($0.filter(\.isWholeNumber)) }
  }

  /// `12.4 ms`, `1.5 s`, `3:07 min`.
  private static func seconds(_ text: String) -> Double? {
    let units = ["ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1]
    let words = text.split(separator: " ")
    guard words.count == 2, let number = Double(words[0]), let unit = units[String(words[1])] else { return nil }
    return number * unit
  }
}
