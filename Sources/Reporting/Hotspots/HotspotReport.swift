package import ProfileModel

/// Where a program's time went, by function: a table, the ledger, and the command that times the top rows exactly.
///
/// Shares and times are of measured time, not of counted samples: each sample stands for the time since the one before.
package struct HotspotReport: Sendable {
  let profile: Profile
  let options: Options
  /// All functions in the order asked for.
  let rows: [FunctionSummary]

  /// What to show, and what the profile itself does not know.
  package struct Options: Hashable, Sendable {
    /// What was sampled, as the title names it, such as `app.py` or `process 4711`.
    package var program: String
    /// Absolute; files below it are shown relative to it.
    package var currentDirectory: String
    package var order: HotspotOrder
    /// Rows to show; 0 for all.
    package var limit: Int
    /// The words that launch the program again, such as `-m`, `json.tool`, `big.json`, or reach it, such as `--pid`,
    /// `4711`; nil where neither is known.
    package var launchWords: [String]?

    package init(
      program: String, currentDirectory: String, order: HotspotOrder = .own, limit: Int = 15,
      launchWords: [String]? = nil
    ) {
      self.program = program
      self.currentDirectory = currentDirectory
      self.order = order
      self.limit = limit
      self.launchWords = launchWords
    }
  }

  package init(_ profile: Profile, options: Options) {
    self.profile = profile
    self.options = options
    var rows = profile.functionSummaries()
    let frameless = profile.nodes.reduce(into: Weight.zero) { sum, node in
      if node.kind == .noFrames { sum += node.own }
    }
    if frameless.time > .zero {
      rows.append(FunctionSummary(function: HotspotReport.noFrames, own: frameless, total: frameless))
    }
    self.rows = rows.sorted { options.order.places($0, above: $1) }
  }

  /// The report's lines, without line ends.
  /// - Parameter width: Cells of a line; nil for as many as it needs. The command to paste is never broken.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    var lines = title.lines(width: width, style: style)
    if !rows.isEmpty { lines += [""] + table.lines(width: width, style: style) }
    let notes = cutNote + LedgerAccount(profile.ledger).paragraphs
    lines += [""] + notes.flatMap { $0.lines(width: width, style: style) }
    lines += ProcessSummary(profile, limit: options.limit).lines(width: width, style: style)
    if let command = TimeCommand(rows: rows, profile: profile, launchWords: options.launchWords) {
      lines += ["", style.set("time these:", as: .heading) + " " + command.text]
    }
    return lines
  }

  /// Stands for threads in which no Python function ran.
  private static let noFrames = FunctionIdentity(qualifiedName: "(no Python frames)", file: "", firstLine: 0)

  private var shown: ArraySlice<FunctionSummary> {
    options.limit > 0 ? rows.prefix(options.limit) : rows[...]
  }

  private var title: Paragraph {
    let processes = Set(profile.threads.map(\.process)).count
    var parts = [UntrustedText(options.program).escaped]
    if !profile.pythonVersion.isEmpty { parts.append("Python " + UntrustedText(profile.pythonVersion).escaped) }
    parts.append(String(duration: profile.ledger.elapsed))
    switch profile.sampledTime {
    case .wall: break
    case .cpu: parts.append(String(duration: profile.total.time) + " of CPU time")
    case .gil: parts.append(String(duration: profile.total.time) + " with the GIL")
    case .exception: parts.append(String(duration: profile.total.time) + " with an exception")
    }
    if profile.threads.count > 1 { parts.append(String(count: profile.threads.count, of: "thread")) }
    if processes > 1 { parts.append("\(String(count: processes)) processes") }
    return Paragraph(parts.joined(separator: " · "), role: .heading)
  }

  private var table: Table {
    let total = profile.total
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: options.currentDirectory)
    let showsIdle = shown.contains { $0.own.idle.share(of: $0.own.time) >= 0.01 }
    var columns = [
      Table.Column.numbers("self %"), .numbers("total %"), .numbers("self"), .numbers("total"),
    ]
    if showsIdle { columns.append(.numbers("idle %")) }
    columns += [.text("function", ellipsis: .middle), .text("file:line", ellipsis: .leading)]
    var table = Table(columns: columns)
    for row in shown {
      let ownShare = row.own.time.share(of: total.time)
      let uncertainty = WilsonInterval(share: ownShare, samples: profile.ledger.effective.count).halfWidth
      var cells = [
        Table.Cell(String(percent: ownShare) + " ±" + points(uncertainty)),
        Table.Cell(String(percent: row.total.time.share(of: total.time))),
        Table.Cell(String(duration: row.own.time)),
        Table.Cell(String(duration: row.total.time)),
      ]
      if showsIdle {
        let share = row.own.idle.share(of: row.own.time)
        cells.append(row.own.time > .zero ? Table.Cell(String(percent: share)) : Table.Cell("–", role: .quiet))
      }
      let place = row.function.file.isEmpty ? "" : "\(paths.path(of: row.function.file)):\(row.function.firstLine)"
      cells.append(Table.Cell(UntrustedText(row.function.qualifiedName).escaped))
      cells.append(Table.Cell(UntrustedText(place).escaped, role: .quiet))
      table.append(cells)
    }
    return table
  }

  /// A half-width in percentage points, rounded up so that it never claims too much.
  private func points(_ halfWidth: Double) -> String {
    ((halfWidth * 1000).rounded(.up) / 10).digits(decimals: 1)
  }

  private var cutNote: [Paragraph] {
    let hidden = rows.dropFirst(shown.count)
    guard !hidden.isEmpty else { return [] }
    let own = hidden.reduce(into: Weight.zero) { $0 += $1.own }
    let share = String(percent: own.time.share(of: profile.total.time))
    let count = "\(String(count: hidden.count)) more function\(hidden.count == 1 ? "" : "s")"
    return [Paragraph("\(count), with \(share) % of the time in themselves", role: .quiet)]
  }
}

extension Nanoseconds {
  /// This length as a part of `whole`, 0 where the whole is nothing.
  func share(of whole: Nanoseconds) -> Double {
    whole > .zero ? seconds / whole.seconds : 0
  }
}
