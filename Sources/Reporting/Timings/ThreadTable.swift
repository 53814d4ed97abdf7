package import ProfileModel

/// The calls of each function by the thread that made them.
package struct ThreadTable: Sendable {
  private let rows: [TimingRow]

  package init(_ report: TimingReport) {
    rows = TimingRow.rows(of: report).filter { !$0.timing.threads.isEmpty }
  }

  /// The table's lines, without line ends; none when no thread was told apart.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = Table(columns: [
      .text("function", ellipsis: .middle, minimum: 20), .text("thread", ellipsis: .middle), .numbers("process"),
      .numbers("thread id"), .numbers("calls"), .numbers("errors"), .numbers("total"), .numbers("self"),
      .numbers("mean ± σ"), .numbers("median"), .numbers("max"),
    ])
    for row in rows {
      for timing in row.timing.threads { table.append(Self.cells(timing, of: row)) }
    }
    return table.lines(width: width, style: style) + [""]
  }

  private static func cells(_ timing: FunctionTiming.ThreadTiming, of row: TimingRow) -> [Table.Cell] {
    let durations = timing.durations
    let mean = durations.mean.map { String(mean: $0, deviation: durations.standardDeviation) }
    return [
      Table.Cell(row.name), Table.Cell(timing.thread.shownName), Table.Cell(String(timing.thread.process)),
      Table.Cell(String(timing.thread.thread)), Table.Cell(String(count: durations.count)),
      Table.Cell(String(count: timing.errors)), Table.Cell(String(duration: durations.total)),
      Table.Cell(String(duration: max(.zero, timing.selfTime))), Table.Cell(mean ?? "–"),
      Table.Cell(durations.median.map(String.init(nanoseconds:)) ?? "–"),
      Table.Cell(String(duration: durations.maximum)),
    ]
  }
}
