/// Timings as a table in GitHub's Markdown, for pull requests.
package struct TimingMarkdown: Sendable {
  private let table: TimingTable

  package init(_ table: TimingTable) {
    self.table = table
  }

  /// Lines without line ends.
  package var lines: [String] {
    let (titles, isNumber, rows) = table.cells
    let rule = isNumber.map { $0 ? "---:" : "---" }
    let body = rows.isEmpty ? [] : [titles, rule] + rows
    let notes = table.notes.map { "- " + Self.escaped($0.text) }
    return body.enumerated().map { Self.line($0.element, isRule: $0.offset == 1) } + (body.isEmpty ? [] : [""]) + notes
  }

  private static func line(_ cells: [String], isRule: Bool) -> String {
    "| " + cells.map { isRule ? $0 : escaped($0) }.joined(separator: " | ") + " |"
  }

  /// Text that Markdown shows as it is.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>|#~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
