internal import ArgumentParser
internal import Glibc
internal import ProfileModel
internal import Reporting

/// `seriema compare`: saved timings against a baseline.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare saved timings with a baseline.",
    discussion: """
        seriema time -t app:parse --json base.json app.py
        seriema time -t app:parse --json new.json app.py
        seriema compare base.json new.json

      Files are those of seriema time --json, or of tprof --json. Times that were measured at different times differ \
      even where the code does not: there is a verdict only where each file holds runs of four occasions or more, ten minutes apart (--append), and \
      none where machine, Python or load differ. For a verdict at once, seriema time --against a revision runs both \
      by turns.

      Exit status: 0 when the files were compared. With --fail-above, 3 when a function is slower by more than that \
      with its whole interval, and 4 when there is no verdict to judge by.
      """)

  @Option(
    help: ArgumentHelp("Exit with 3 when a function is slower by more than this, such as 5%.", valueName: "percent"))
  var failAbove: PercentArgument?

  @Option(help: ArgumentHelp("Write the comparison as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the table as Markdown; - is standard output.", valueName: "file"))
  var markdown: String?

  @OptionGroup var page: PageArguments

  @Argument(help: ArgumentHelp("The file to compare with.", valueName: "base"))
  var base: String

  @Argument(help: ArgumentHelp("Files to compare.", valueName: "new"))
  var new: [String]

  func run() throws {
    let old = try TimingSeries.read(base)
    let comparisons = try new.map { path in
      TimingComparison(old, try TimingSeries.read(path), titles: (base, path), level: .savedBaseline)
    }
    signal(SIGPIPE, SIG_IGN)
    let documents = try page.html ? ([base] + new).map { try TimingPage.Document(file: $0) } : []
    var output = try ComparisonOutput(
      jsonPath: json, markdownPath: markdown,
      page: page.html ? TimingPageFile(path: page.output, isOpened: page.browser) : nil,
      takesStandardOutput: page.output == "-")
    do throws(Explanation) {
      try output.write(comparisons, documents)
    } catch {
      // Whoever read standard output has seen enough.
      if error.exitStatus != 0 { throw error }
    }
    let status = FailureLimit.check(comparisons, limit: failAbove?.share)
    if status != 0 { Glibc.exit(status) }
  }
}
