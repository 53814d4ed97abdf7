internal import Glibc
internal import Reporting

/// Prints what changed between two recordings, with the comparison of their timings, and writes the files asked for.
struct DifferenceOutput: ~Copyable {
  private var json: OutputFile?
  private var markdown: OutputFile?
  /// Nil where a file takes standard output.
  private var table: OutputFile?

  /// - Parameter showsTable: On standard output, unless a file takes that.
  /// - Throws: When a file cannot be written.
  init(jsonPath: String?, markdownPath: String?, showsTable: Bool) throws(Explanation) {
    json = nil
    markdown = nil
    table = nil
    if let jsonPath { json = try OutputFile(path: jsonPath) }
    if let markdownPath { markdown = try OutputFile(path: markdownPath) }
    if showsTable, jsonPath != "-", markdownPath != "-" { table = try OutputFile(path: "-") }
  }

  /// - Throws: When one cannot be written; without words where a pipe was closed.
  mutating func write(_ report: DifferenceReport, _ comparisons: [TimingComparison]) throws(Explanation) {
    let terminal = Terminal(descriptor: STDOUT_FILENO)
    try Self.replace(&table, Self.lines(report, comparisons, width: terminal.width, style: terminal.style))
    try Self.replace(&json, [DifferenceJSON(report, comparisons: comparisons).text])
    let tables = comparisons.map { ComparisonTable($0).markdown }
    try Self.replace(&markdown, Array(([report.markdown] + tables).joined(separator: [""])))
  }

  /// The table, and the comparisons below it; lines without line ends.
  static func lines(
    _ report: DifferenceReport, _ comparisons: [TimingComparison], width: Int?, style: TextStyle
  ) -> [String] {
    let tables = comparisons.map { ComparisonTable($0).lines(width: width, style: style) }
    return Array(([report.lines(width: width, style: style)] + tables).joined(separator: [""]))
  }

  private static func replace(_ file: inout OutputFile?, _ lines: [String]) throws(Explanation) {
    try file?.replace { sink throws(Explanation) in
      for line in lines { try sink.write(line + "\n") }
    }
  }
}
