internal import Glibc
internal import Reporting

/// Prints comparisons of files, and writes the files asked for.
struct ComparisonOutput: ~Copyable {
  private var json: OutputFile?
  private var markdown: OutputFile?
  /// Nil where a file takes standard output.
  private var table: OutputFile?

  /// - Throws: When a file cannot be written.
  init(jsonPath: String?, markdownPath: String?) throws(Explanation) {
    json = nil
    markdown = nil
    table = nil
    if let jsonPath { json = try OutputFile(path: jsonPath) }
    if let markdownPath { markdown = try OutputFile(path: markdownPath) }
    if jsonPath != "-", markdownPath != "-" { table = try OutputFile(path: "-") }
  }

  /// - Throws: When one cannot be written.
  mutating func write(_ comparisons: [TimingComparison]) throws(Explanation) {
    let terminal = Terminal(descriptor: STDOUT_FILENO)
    let tables = comparisons.map(ComparisonTable.init)
    let lines = tables.map { $0.lines(width: terminal.width, style: terminal.style) }.joined(separator: [""])
    try Self.replace(&table, Array(lines))
    try Self.replace(&json, [ComparisonJSON(comparisons).text])
    try Self.replace(&markdown, Array(tables.map(\.markdown).joined(separator: [""])))
  }

  private static func replace(_ file: inout OutputFile?, _ lines: [String]) throws(Explanation) {
    try file?.replace { (sink: (String) throws(Explanation) -> Void) throws(Explanation) in
      for line in lines { try sink(line + "\n") }
    }
  }
}
