internal import ProfileModel
internal import Reporting

/// Prints what was timed on standard error, because standard output is the program's, and writes the files asked for.
struct TimingOutput: ~Copyable {
  private let settings: Settings
  private var json: OutputFile?
  private var markdown: OutputFile?
  private var page: TimingPageFile?

  struct Settings {
    var comparesToFirst: Bool
    var showsThreads: Bool
    var showsSlowest: Bool
    var showsHistogram: Bool
    /// `-` is standard output.
    var jsonPath: String?
    var markdownPath: String?
    /// The interpreter.
    var python: String
    /// Runs that the file for JSON keeps.
    var earlier: TimingSeries?
    /// What the page calls what was measured; nil for no page.
    var pageTitle: String?
    var pagePath: String?
    /// A browser shows the page.
    var opensPage = false
    /// Files that it is compared with.
    var baselines: [TimingPage.Document] = []
  }

  /// - Throws: When a file cannot be written.
  init(_ settings: Settings) throws(Explanation) {
    self.settings = settings
    json = nil
    markdown = nil
    page = nil
    if settings.pageTitle != nil { page = try TimingPageFile(path: settings.pagePath, isOpened: settings.opensPage) }
    if let path = settings.jsonPath { json = try OutputFile(path: path) }
    if let path = settings.markdownPath { markdown = try OutputFile(path: path) }
  }

  /// Prints the table and what belongs to it.
  func print(_ report: TimingReport, _ comparisons: [TimingComparison]) {
    let stream = StandardError()
    let (width, style) = (stream.terminal.width, stream.terminal.style)
    stream.write(table(report).lines(width: width, style: style))
    for comparison in comparisons {
      stream.write([""] + ComparisonTable(comparison).lines(width: width, style: style))
    }
    if settings.showsThreads { stream.write(ThreadTable(report).lines(width: width, style: style)) }
    if settings.showsSlowest { stream.write(SlowestCalls(report).lines(width: width, style: style)) }
    if settings.showsHistogram { stream.write(TimingHistogram(report).lines(width: width, style: style)) }
  }

  /// Draws what there is so far.
  func draw(_ report: TimingReport, on live: inout LiveTable) {
    let table = table(report)
    live.draw { table.rowLines(width: $0, style: $1) }
  }

  /// Writes the files.
  ///
  /// - Throws: When one cannot be written.
  mutating func writeFiles(
    _ report: TimingReport, _ series: TimingSeries, _ comparisons: [TimingComparison],
    base: (report: TimingReport, series: TimingSeries)? = nil
  ) throws(Explanation) {
    let document = TimingJSON(
      report, series: try joined(series), python: settings.python, comparisons: comparisons)
    try json?.replace { sink throws(Explanation) in
      try sink.write(document.text + "\n")
    }
    let tables = [TimingMarkdown(table(report)).lines] + comparisons.map { ComparisonTable($0).markdown }
    try markdown?.replace { sink throws(Explanation) in
      for line in tables.joined(separator: [""]) { try sink.write(line + "\n") }
    }
    guard let title = settings.pageTitle else { return }
    let other = base.map { base in
      TimingPage.Document(
        title: comparisons.first { $0.level == .interleavedRuns }?.titles.base ?? "",
        json: TimingJSON(base.report, series: base.series, python: settings.python).text)
    }
    let own = TimingPage.Document(title: title, json: document.text)
    try page?.write(
      TimingPage(settings.baselines + [other].compactMap(\.self) + [own], comparisons: comparisons))
  }

  /// The runs that the file keeps, and then these.
  private func joined(_ series: TimingSeries) throws(Explanation) -> TimingSeries {
    guard let earlier = settings.earlier else { return series }
    guard TimingComparison.areComparable(earlier, series), let joined = series.following(earlier) else {
      throw Explanation(
        "cannot add to \(settings.jsonPath ?? "")",
        why: "its runs are of other functions, or of another machine or Python", next: "another file with --json")
    }
    return joined
  }

  private func table(_ report: TimingReport) -> TimingTable {
    TimingTable(
      report, comparesToFirst: settings.comparesToFirst, currentDirectory: Environment.workingDirectory)
  }
}
