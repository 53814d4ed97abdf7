internal import ArgumentParser
internal import Glibc
internal import ProfileModel
internal import Reporting

/// `seriema diff`: what changed between two recordings.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed between two recordings, and what is noise.",
    discussion: """
        seriema run --binary -o base.seriema app.py
        seriema run --binary -o new.seriema app.py
        seriema diff base.seriema new.seriema
        seriema diff --flamegraph -o diff.html base.seriema new.seriema
        seriema diff base.seriema base.json new.seriema new.json

      Functions are found again when their lines have moved, and when the program lies in another folder. A change \
      counts where it is more than the numbers of samples explain, and at least one per cent of all time.
      Timings that seriema time --json saved may be given too; their comparison, as of seriema compare, stands below.
      """)

  @Flag(help: "Write a page with a flame graph of what changed, to be opened in any browser.")
  var flamegraph = false

  @Option(name: .shortAndLong, help: "Write the page, or the table, to this file; - is standard output.")
  var output: String?

  @Option(name: .shortAndLong, help: "Rows of the table; 0 for all.")
  var limit = 15

  @Flag(help: "Leave out the table where a page is written.")
  var noSummary = false

  @Flag(help: "Open the page: with $BROWSER, else as the desktop does.")
  var browser = false

  @Option(help: ArgumentHelp("Write what changed of all functions as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the table as Markdown; - is standard output.", valueName: "file"))
  var markdown: String?

  @Argument(help: ArgumentHelp("The recording to compare with.", valueName: "base"))
  var base: String

  @Argument(help: ArgumentHelp("The recording to compare.", valueName: "new"))
  var new: String

  @Argument(help: ArgumentHelp("With two recordings: two files of timings, in the same order.", valueName: "more"))
  var more: [String] = []

  mutating func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative.") }
    if [output, json, markdown].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one of the files can be standard output.")
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let inputs = try DiffInputs([base, new] + more)
    let comparisons = try inputs.comparisons()
    do throws(Explanation) {
      if let captures = inputs.captures {
        try compare(captures, comparisons)
      } else {
        guard !flamegraph, !browser, output == nil else { throw Explanation(noRecordingsIn: [base, new]) }
        var documents = try ComparisonOutput(jsonPath: json, markdownPath: markdown)
        try documents.write(comparisons)
      }
    } catch {
      // Whoever read standard output has seen enough.
      if error.exitStatus != 0 { throw error }
    }
  }

  private func compare(
    _ paths: (base: String, new: String), _ comparisons: [TimingComparison]
  ) throws(Explanation) {
    let captures = [try CaptureFile.open(paths.base), try CaptureFile.open(paths.new)]
    try CaptureFile.check(keeping: captures, writing: output)
    let old = try DifferencePage.Side(reading: captures[0])
    let now = try DifferencePage.Side(reading: captures[1], comparedWith: old.profile.sampledTime)
    let report = DifferenceReport(
      from: old.profile, to: now.profile,
      options: .init(
        baseTitle: paths.base, newTitle: paths.new, currentDirectory: Environment.workingDirectory, limit: limit))
    let files = try ReportFile.open(
      flamegraph ? [.diffFlamegraph] : [], at: output, process: now.origin.process)
    if browser, !files.contains(where: \.isPage) { StandardError().warn(Explanation(notOpened: .noPage, nil)) }
    var documents = try DifferenceOutput(jsonPath: json, markdownPath: markdown, showsTable: files.isEmpty)
    try documents.write(report, comparisons)
    if let file = files.first { try write(report, comparisons, from: old, to: now, into: file) }
  }

  /// Writes the page, and the table beside it; or the table alone.
  private func write(
    _ table: DifferenceReport, _ comparisons: [TimingComparison], from old: DifferencePage.Side,
    to now: DifferencePage.Side, into report: ReportFile
  ) throws(Explanation) {
    let standardError = StandardError()
    if report.format == nil {
      try report.file.replace { sink throws(Explanation) in
        for line in DifferenceOutput.lines(table, comparisons, width: nil, style: .plain) {
          try sink.write(line + "\n")
        }
      }
    } else {
      let terminal = standardError.terminal
      if !noSummary {
        let lines = DifferenceOutput.lines(table, comparisons, width: terminal.width, style: terminal.style)
        standardError.writeRaw(lines.map { $0 + "\n" }.joined())
      }
      let page = DifferencePage(
        from: old, to: now, comparisons: comparisons, currentDirectory: Environment.workingDirectory)
      try report.file.replace { sink throws(Explanation) in
        try page.write { (bytes) throws(Explanation) in try sink.write(bytes) }
      }
    }
    if report.file.path != "-" { standardError.write(["wrote \(UntrustedText(report.file.path).escaped)"]) }
    if browser, report.isPage { WebBrowser.show(report.file.path) }
  }
}
