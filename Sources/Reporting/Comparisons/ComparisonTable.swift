internal import ProfileModel
internal import Statistics

/// Changes of functions, how sure they are, and a verdict on each.
package struct ComparisonTable: Sendable {
  private let comparison: TimingComparison

  package init(_ comparison: TimingComparison) {
    self.comparison = comparison
  }

  /// The report's lines, without line ends.
  /// - Parameter width: Cells of a line; nil for as many as it needs.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    let rows = comparison.entries.isEmpty ? [] : table.lines(width: width, style: style) + [""]
    return [Paragraph(title, role: .heading)].flatMap { $0.lines(width: width, style: style) } + rows
      + ComparisonNotes(comparison).paragraphs.flatMap { $0.lines(width: width, style: style) }
  }

  /// The same in GitHub's Markdown.
  package var markdown: [String] {
    let table = table
    return ["**" + Markdown.escaped(title) + "**", ""]
      + Markdown.lines(
        titles: table.columns.map(\.header), isNumber: table.columns.map { $0.alignment == .trailing },
        rows: table.rows.map { $0.map(\.text) }, notes: ComparisonNotes(comparison).paragraphs.map(\.text))
  }

  /// What is compared with what, how, and how often.
  var title: String {
    let titles = comparison.titles
    let (base, new) = (UntrustedText(titles.base).escaped, UntrustedText(titles.new).escaped)
    let runs = comparison.entries.map(\.change.count).max() ?? 0
    return switch comparison.level {
    case .pairedInProcess: (new.isEmpty ? "" : new + " ") + "against \(base), paired in process: " + pairs
    case .sameRuns: "against \(base), in the same runs: \(String(count: runs, of: "run"))"
    case .sameBlocks: "against \(base), in the same blocks: \(String(count: runs, of: "block"))"
    case .interleavedRuns: "\(new) against \(base), interleaved runs: \(String(count: runs, of: "pair"))"
    case .savedBaseline: "\(new) against \(base), a saved baseline"
    }
  }

  /// How many pairs of calls there are; of several functions the fewest and the most.
  private var pairs: String {
    let counts = comparison.paired.map(\.pairs)
    guard let least = counts.min(), let most = counts.max() else { return "" }
    let range = least == most ? "" : "\(String(count: least)) to "
    return range + String(count: most, of: "pair") + " of calls"
  }

  private var table: Table {
    var table = Table(columns: [
      .text("function", ellipsis: .middle, minimum: 20), .numbers("before"), .numbers("after"), .numbers("change"),
      .numbers("interval"), .text("verdict", ellipsis: .middle, minimum: 60),
    ])
    for entry in comparison.entries { table.append(cells(entry)) }
    return table
  }

  /// A row, in the order of the columns: function, before, after, change, interval, verdict.
  func cells(_ entry: TimingComparison.Entry) -> [Table.Cell] {
    let isJudged = entry.verdict != .none
    let interval = entry.change.interval.map { interval in
      "\(String(change: interval.lower)) … \(String(change: interval.upper))"
    }
    let mark = entry.timerShare ?? 0 > 0.1 ? " †" : ""
    return [
      Table.Cell(UntrustedText(entry.name).escaped + mark), Table.Cell(String(nanoseconds: entry.base.typical)),
      Table.Cell(String(nanoseconds: entry.new.typical)),
      Table.Cell(String(change: entry.change.estimate), role: isJudged ? .body : .quiet),
      Table.Cell(isJudged ? interval ?? "–" : "–", role: isJudged ? .body : .quiet), verdict(entry),
    ]
  }

  private func verdict(_ entry: TimingComparison.Entry) -> Table.Cell {
    switch entry.verdict {
    case .faster: Table.Cell("faster", role: .heading)
    case .slower: Table.Cell("slower", role: .warning)
    case .same: Table.Cell("same within \(percent(comparison.criteria.band))")
    case .cannotTell(let count, let goal):
      Table.Cell("cannot tell: " + margin(entry) + ", about \(more(count, of: entry)) for \(String(margin: goal))")
    case .none: Table.Cell("no verdict", role: .quiet)
    }
  }

  private func margin(_ entry: TimingComparison.Entry) -> String {
    String(margin: entry.change.interval?.halfWidth ?? 0)
  }

  private func more(_ count: Int, of entry: TimingComparison.Entry) -> String {
    if comparison.level == .pairedInProcess {
      let times = Double(entry.change.count + count) / Double(max(1, entry.change.count))
      return times.digits(decimals: times < 9.95 ? 1 : 0) + " times as many calls"
    }
    let noun =
      switch comparison.level {
      case .sameRuns, .pairedInProcess: "run"
      case .sameBlocks: "block"
      case .interleavedRuns: "pair"
      case .savedBaseline: "occasion"
      }
    return "\(String(count: count)) more \(noun)\(count == 1 ? "" : "s")"
  }

  private func percent(_ share: Double) -> String {
    let text = (share * 100).digits(decimals: 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }
}
