internal import ArgumentParser
internal import FunctionTiming
internal import ProfileModel
internal import Reporting

/// `seriema block-report`: reads what a block of a program measured, for the module `seriema`.
///
/// Writes three texts to standard output, with a NUL between them: all of it as JSON, the table as plain text, and the
/// table for the terminal.
struct BlockReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "block-report", shouldDisplay: false)

  @Option(help: "The inherited descriptor of the file that the agent wrote.")
  var descriptor: Int32

  @Flag(help: "Show each target's difference from the first.")
  var compare = false

  @Option(help: "The JSON of the block before, which has all blocks until then: the inherited descriptor of a file.")
  var earlier: Int32?

  @Flag(help: "The block was opened to tell threads apart.")
  var threads = false

  @Flag(help: "The block was opened to leave in what the timer takes.")
  var raw = false

  @Option(help: "The terminal's width.")
  var width: Int?

  @Flag(help: "The terminal takes colour.")
  var color = false

  @Option(help: "The interpreter.")
  var python = ""

  @Argument(help: "The program and its arguments.")
  var command: [String] = []

  /// Blocks that are compared: the last ones, so that a block takes no longer than the one before.
  private static let comparedBlocks = 200

  func run() throws {
    let report = try read()
    // When the block began is not known here.
    let own = TimingSeries(report, of: TimingSeries.Run(), command: command, isRaw: raw)
    let series = try earlier.flatMap { own.following(try TimingSeries.read("/proc/self/fd/\($0)")) } ?? own
    let compared = series.last(Self.comparedBlocks)
    let comparisons =
      compare && hasFirst(report)
      ? [TimingComparison(withinRunsOf: compared, areBlocks: true)].compactMap(\.self) : []
    let document = TimingJSON(report, series: compared, python: python, comparisons: comparisons)
    let table = TimingTable(report, comparesToFirst: compare, currentDirectory: Environment.workingDirectory)
    func text(_ width: Int?, _ style: TextStyle) -> String {
      var lines = table.lines(width: width, style: style)
      if threads { lines += ThreadTable(report).lines(width: width, style: style) }
      if compared.runs.count > 1 {
        for comparison in comparisons {
          lines += (threads ? [] : [""]) + ComparisonTable(comparison).lines(width: width, style: style)
        }
      }
      return lines.map { $0 + "\n" }.joined()
    }
    let texts = [document.text, text(nil, .plain), text(width, color ? .ansi : .plain)]
    try StandardOutput.write(texts.joined(separator: "\0"))
  }

  /// Without calls of the first target there is nothing to compare the others with.
  private func hasFirst(_ report: TimingReport) -> Bool {
    report.targets.first?.functions.isEmpty == false
  }

  private func read() throws(Explanation) -> TimingReport {
    do throws(TimingError) {
      return try TimingBlock(descriptor: descriptor).report(isRaw: raw, byThread: threads)
    } catch {
      throw Explanation(error)
    }
  }
}
