import ProfileModel

/// The processes of a tree: a table of those with samples, and an account of the others.
struct ProcessSummary: Sendable {
  private let rows: [(process: SampledProcess, weight: Weight)]
  private let total: Nanoseconds
  private let processes: [SampledProcess]
  private let limit: Int

  /// - Parameter limit: Rows to show; 0 for all.
  init(_ profile: Profile, limit: Int) {
    let weights = profile.processWeights()
    processes = profile.processes
    total = profile.total.time
    self.limit = limit
    // An id that was given twice has its samples in the last.
    let last = Dictionary(processes.enumerated().map { ($1.process, $0) }, uniquingKeysWith: { _, last in last })
    rows = processes.enumerated().compactMap { position, process in
      guard last[process.process] == position, let weight = weights[process.process] else { return nil }
      return (process, weight)
    }.sorted { ($1.weight.time, $0.process.process) < ($0.weight.time, $1.process.process) }
  }

  func lines(width: Int?, style: TextStyle) -> [String] {
    guard !processes.isEmpty else { return [] }
    let account = Paragraph(account, role: .quiet).lines(width: width, style: style)
    guard processes.count > 1, !rows.isEmpty else { return [""] + account }
    return [""] + table.lines(width: width, style: style) + account
  }

  private var shown: ArraySlice<(process: SampledProcess, weight: Weight)> {
    limit > 0 ? rows.prefix(limit) : rows[...]
  }

  private var table: Table {
    var table = Table(columns: [
      .numbers("time %"), .numbers("samples"), .numbers("process"), .text("command", ellipsis: .middle),
      Table.Column(header: "ended", alignment: .leading, ellipsis: nil, minimum: nil),
    ])
    for (process, weight) in shown {
      table.append([
        Table.Cell(String(percent: weight.time.share(of: total))), Table.Cell(String(count: weight.samples)),
        Table.Cell("\(process.process)"), Table.Cell(UntrustedText(process.command).escaped),
        Table.Cell(process.ending.text, role: .quiet),
      ])
    }
    return table
  }

  private var account: String {
    func count(_ reading: SampledProcess.Reading) -> Int { processes.count { $0.reading == reading } }
    var parts = ["\(String(count: rows.count)) sampled"]
    if rows.count > shown.count { parts[0] += " (\(String(count: rows.count - shown.count)) more than shown)" }
    let empty = count(.python) - rows.count
    let others = [
      (max(0, empty), "without a sample: too short, or no Python code"),
      (count(.tooShort), "too short to be looked at"),
      (count(.notPython), "not Python"), (count(.notReadable), "not readable"),
    ]
    parts += others.filter { $0.0 > 0 }.map { "\(String(count: $0.0)) \($0.1)" }
    let noun = processes.count == 1 ? "process" : "processes"
    return "\(String(count: processes.count)) \(noun) seen: " + parts.joined(separator: "; ")
  }
}

extension SampledProcess.Ending {
  /// As the table shows it.
  fileprivate var text: String {
    switch self {
    case .running: "still running"
    case .exited(let status): "status \(status)"
    case .signalled(let signal): "signal \(signal)"
    case .unknown: "unknown"
    }
  }
}
