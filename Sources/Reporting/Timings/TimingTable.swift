package import ProfileModel

/// Exact timings of the named functions: a table, and notes on what it cannot show.
package struct TimingTable: Sendable {
  let report: TimingReport
  let rows: [TimingRow]
  /// The row that `delta` compares with: the first that has calls, of the first target.
  private let base: TimingRow?
  private let comparesToFirst: Bool
  private let currentDirectory: String

  /// - Parameters:
  ///   - comparesToFirst: Adds a column with each mean's difference from the first target's.
  ///   - currentDirectory: Absolute; files below it are shown relative to it.
  package init(_ report: TimingReport, comparesToFirst: Bool = false, currentDirectory: String) {
    self.report = report
    self.comparesToFirst = comparesToFirst
    self.currentDirectory = currentDirectory
    rows = TimingRow.rows(of: report)
    base = report.targets.first.map(TimingRow.rows)?.first { $0.timing.durations.count > 0 }
  }

  /// The titles and rows as text, each row as long as the titles, and which columns are numbers.
  var cells: (titles: [String], isNumber: [Bool], rows: [[String]]) {
    let table = table
    return (
      table.columns.map(\.header), table.columns.map { $0.alignment == .trailing }, table.rows.map { $0.map(\.text) }
    )
  }

  /// What stands below the table.
  var notes: [Paragraph] { TimingNotes(report: report, rows: rows, comparison: comparison).paragraphs }

  /// The report's lines, without line ends.
  /// - Parameter width: Cells of a line; nil for as many as it needs.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    let lines = rows.isEmpty ? [] : table.lines(width: width, style: style) + [""]
    return lines + notes.flatMap { $0.lines(width: width, style: style) }
  }

  /// The rows alone, for a table that is drawn again and again.
  package func rowLines(width: Int?, style: TextStyle) -> [String] {
    rows.isEmpty ? ["no target has been called yet"] : table.lines(width: width, style: style)
  }

  private var comparison: TimingNotes.Comparison {
    guard comparesToFirst, rows.count > 1 else { return .none }
    return base.map { .with($0.name) } ?? .impossible
  }

  private var table: Table {
    let paths = PathShortener(files: rows.map(\.timing.function.file), currentDirectory: currentDirectory)
    let columns = shownColumns
    var table = Table(columns: columns.map(\.layout))
    for row in rows {
      table.append(columns.map { cell($0, of: row, paths: paths) })
    }
    return table
  }

  private var shownColumns: [TimingColumn] {
    TimingColumn.allCases.filter { column in
      switch column {
      case .place: rows.contains(where: \.isOneOfSeveral)
      case .inner: rows.contains { $0.timing.innerCalls > 0 }
      case .errors: rows.contains { $0.timing.errors > 0 }
      case .abandoned: rows.contains { $0.timing.abandoned > 0 }
      case .latency: rows.contains(where: \.timing.suspends)
      case .delta: comparesToFirst && rows.count > 1 && base != nil
      default: true
      }
    }
  }

  private func cell(_ column: TimingColumn, of row: TimingRow, paths: PathShortener) -> Table.Cell {
    let timing = row.timing
    let durations = timing.durations
    switch column {
    case .function: return Table.Cell(row.name)
    case .place:
      guard row.isOneOfSeveral else { return Table.Cell("") }
      let place = "\(paths.path(of: timing.function.file)):\(timing.function.firstLine)"
      return Table.Cell(UntrustedText(place).escaped, role: .quiet)
    case .calls: return Table.Cell(String(count: durations.count))
    case .inner: return Table.Cell(timing.innerCalls > 0 ? "+" + String(count: timing.innerCalls) : "")
    case .errors: return Table.Cell(String(count: timing.errors))
    case .abandoned: return Table.Cell(timing.abandoned > 0 ? String(count: timing.abandoned) : "")
    case .latency: return Table.Cell(timing.latencies.mean.map(String.init(nanoseconds:)) ?? "")
    case .delta: return delta(of: row)
    default: break
    }
    guard let mean = durations.mean, let median = durations.median else { return Table.Cell("–", role: .quiet) }
    return switch column {
    case .total: Table.Cell(String(duration: durations.total))
    case .own: Table.Cell(String(duration: max(.zero, timing.selfTime)))
    case .p95: Table.Cell(durations.quantile(0.95).map(String.init(nanoseconds:)) ?? "–")
    case .p99: Table.Cell(durations.quantile(0.99).map(String.init(nanoseconds:)) ?? "–")
    case .mean: Table.Cell(String(mean: mean, deviation: durations.standardDeviation))
    case .median: Table.Cell(String(nanoseconds: median))
    default: Table.Cell(String(duration: durations.minimum) + " … " + String(duration: durations.maximum))
    }
  }

  /// Quiet and without a verdict: calls of one run are not independent, so no test of them would hold.
  private func delta(of row: TimingRow) -> Table.Cell {
    guard row != base else { return Table.Cell("base", role: .quiet) }
    guard let mean = row.timing.durations.mean, let first = base?.timing.durations.mean, first > 0 else {
      return Table.Cell("–", role: .quiet)
    }
    return Table.Cell(String(change: mean / first - 1), role: .quiet)
  }
}
