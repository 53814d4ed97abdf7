extension DifferenceReport {
  /// The same in GitHub's Markdown, lines without line ends.
  package var markdown: [String] {
    let table = table
    return ["**" + Markdown.escaped(title.text) + "**", ""]
      + Markdown.lines(
        titles: table.columns.map(\.header), isNumber: table.columns.map { $0.alignment == .trailing },
        rows: table.rows.map { $0.map(\.text) }, notes: notes.map(\.text))
  }
}
