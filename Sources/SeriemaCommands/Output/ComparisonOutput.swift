internal import Glibc
internal import Reporting

/// Prints comparisons of files, and writes the files asked for.
struct ComparisonOutput: ~Copyable {
  private var json: OutputFile?
  private var markdown: OutputFile?
  /// Nil where a file takes standard output.
  private var table: OutputFile?
  private var page: TimingPageFile?

  /// - Parameters:
  ///   - page: A page that is to be written as well.
  ///   - takesStandardOutput: Whether that goes there.
  /// - Throws: When a file cannot be written.
  init(
    jsonPath: String?, markdownPath: String?, page: consuming TimingPageFile? = nil, takesStandardOutput: Bool = false
  ) throws(Explanation) {
    self.page = page
    json = nil
    markdown = nil
    table = nil
    if let jsonPath { json = try OutputFile(path: jsonPath) }
    if let markdownPath { markdown = try OutputFile(path: markdownPath) }
    if jsonPath != "-", markdownPath != "-", !takesStandardOutput { table = try OutputFile(path: "-") }
  }

  /// - Parameter documents: What is compared, for the page.
  /// - Throws: When one cannot be written.
  mutating func write(
    _ comparisons: [TimingComparison], _ documents: [TimingPage.Document] = []
  ) throws(Explanation) {
    let terminal = Terminal(descriptor: STDOUT_FILENO)
    let tables = comparisons.map(ComparisonTable.init)
    let lines = tables.map { $0.lines(width: terminal.width, style: terminal.style) }.joined(separator: [""])
    try Self.replace(&table, Array(lines))
    try Self.replace(&json, [ComparisonJSON(comparisons).text])
    try Self.replace(&markdown, Array(tables.map(\.markdown).joined(separator: [""])))
    try page?.write(TimingPage(documents, comparisons: comparisons))
  }

  private static func replace(_ file: inout OutputFile?, _ lines: [String]) throws(Explanation) {
    try file?.replace { sink throws(Explanation) in
      for line in lines { try sink.write(line + "\n") }
    }
  }
}
