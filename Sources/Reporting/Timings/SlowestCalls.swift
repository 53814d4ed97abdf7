package import ProfileModel

/// The slowest calls of each function, with when and where they ran.
package struct SlowestCalls: Sendable {
  private let rows: [TimingRow]

  package init(_ report: TimingReport) {
    rows = TimingRow.rows(of: report).filter { !$0.timing.slowest.isEmpty }
  }

  /// The table's lines, without line ends; none when there are no calls.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = Table(columns: [
      .text("slowest calls of", ellipsis: .middle, minimum: 20), .numbers("took"), .numbers("began after"),
      .text("in thread", ellipsis: .middle), .numbers("process"),
    ])
    for row in rows {
      for call in row.timing.slowest {
        table.append([
          Table.Cell(row.name), Table.Cell(String(duration: call.duration)), Table.Cell(String(duration: call.start)),
          Table.Cell(call.thread.shownName), Table.Cell(String(call.thread.process)),
        ])
      }
    }
    return table.lines(width: width, style: style) + [""]
  }
}

extension TimedThread {
  /// Its name in Python, escaped; what it can be known by where it has none.
  var shownName: String {
    guard name.isEmpty else { return UntrustedText(name).escaped }
    return process == thread ? "main thread" : "thread \(thread)"
  }
}
