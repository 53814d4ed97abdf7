internal import ArgumentParser
internal import Reporting

/// Options of every command that prints a profile.
struct ReportArguments: ParsableArguments {
  @Flag var formats: [ReportFormat] = []

  @Option(
    help: ArgumentHelp("Write a page with a flame graph of what changed since this recording.", valueName: "base"))
  var diffFlamegraph: String?

  @Option(
    name: .shortAndLong,
    help: "Write to this file, or several reports into this folder; - is standard output.")
  var output: String?

  @Option(help: "Compress captures with zstd (auto, zstd), or not (none).")
  var compression = Compression.auto

  @Option(name: .shortAndLong, help: "Rows of the table; 0 for all.")
  var limit = 15

  @Option(help: "Sort the table by self, total, name or file.")
  var sort = SortKey.own

  @Flag(help: "Leave out the table where other reports are written.")
  var noSummary = false

  @Flag(help: "Open the pages that were written: with $BROWSER, else as the desktop does.")
  var browser = false

  enum Compression: String, ExpressibleByArgument {
    case auto
    case zstd
    case none
  }

  mutating func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative.") }
  }

  /// What is to be written.
  ///
  /// - Parameters:
  ///   - program: What stands for it in the reports.
  ///   - launchWords: The words that start it again; nil where it ran already.
  ///   - process: For the names of files that were not named.
  ///   - descriptor: Where the table goes when no file takes it.
  ///   - base: What `base(comparedWith:)` gave.
  ///   - sources: How the program's source files are found.
  func settings(
    of program: String, launchWords: [String]?, process: Int32, tableTo descriptor: Int32, base: DifferencePage.Side?,
    sources: SourceOrigin
  ) -> ProfileOutput.ReportSettings {
    ProfileOutput.ReportSettings(
      program: program, launchWords: launchWords, formats: formats + (base == nil ? [] : [.diffFlamegraph]),
      base: base, isQuiet: noSummary, opensPages: browser, isCompressed: compression != .none, order: sort.order,
      limit: limit, path: output, process: process, tableDescriptor: descriptor, sources: sources)
  }
}
