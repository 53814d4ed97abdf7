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

  @Option(help: "The terminal's width.")
  var width: Int?

  @Flag(help: "The terminal takes colour.")
  var color = false

  @Option(help: "The interpreter.")
  var python = ""

  @Argument(help: "The program and its arguments.")
  var command: [String] = []

  func run() throws {
    let report = try read()
    let table = TimingTable(report, comparesToFirst: compare, currentDirectory: Environment.workingDirectory)
    // When the block began is not known here.
    let series = TimingSeries(report, of: TimingSeries.Run(), command: command, isRaw: false)
    let document = TimingJSON(report, series: series, python: python)
    let plain = table.lines(width: nil, style: .plain)
    let shown = table.lines(width: width, style: color ? .ansi : .plain)
    let texts = [document.text, Self.text(plain), Self.text(shown)]
    try StandardOutput.write(texts.joined(separator: "\0"))
  }

  private func read() throws(Explanation) -> TimingReport {
    do throws(TimingError) {
      return try TimingBlock(descriptor: descriptor).report()
    } catch {
      throw Explanation(error)
    }
  }

  private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
