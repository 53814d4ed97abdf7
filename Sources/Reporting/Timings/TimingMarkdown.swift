/// Timings as a table in GitHub's Markdown, for pull requests.
package struct TimingMarkdown: Sendable {
  private let table: TimingTable

  package init(_ table: TimingTable) {
    self.table = table
  }

  /// Lines without line ends.
  package var lines: [String] {
    let (titles, isNumber, rows) = table.cells
    return Markdown.lines(titles: titles, isNumber: isNumber, rows: rows, notes: table.notes.map(\.text))
  }
}
