internal import ProfileModel
internal import Reporting

/// Prints what was timed, on standard error: standard output is the program's.
struct TimingOutput {
  private let comparesToFirst: Bool

  init(comparesToFirst: Bool) {
    self.comparesToFirst = comparesToFirst
  }

  func write(_ report: TimingReport) {
    let stream = StandardError()
    let table = TimingTable(
      report, comparesToFirst: comparesToFirst, currentDirectory: Environment.workingDirectory)
    stream.write(table.lines(width: stream.terminal.width, style: stream.terminal.style))
  }
}
