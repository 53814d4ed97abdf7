package import ProfileModel

/// Two profiles beside each other: a table by function of what changed, and what did not.
package struct DifferenceReport: Sendable {
  let difference: ProfileDifference
  let options: Options

  package struct Options: Hashable, Sendable {
    /// What the two are called, such as `base.seriema`.
    package var baseTitle: String
    package var newTitle: String
    /// Absolute; files below it are shown relative to it.
    package var currentDirectory: String
    /// Rows to show; 0 for all.
    package var limit: Int

    package init(baseTitle: String, newTitle: String, currentDirectory: String, limit: Int = 15) {
      self.baseTitle = baseTitle
      self.newTitle = newTitle
      self.currentDirectory = currentDirectory
      self.limit = limit
    }
  }

  package init(from base: Profile, to new: Profile, options: Options) {
    difference = ProfileDifference(from: base, to: new)
    self.options = options
  }

  /// The report's lines, without line ends.
  /// - Parameter width: Cells of a line; nil for as many as it needs.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    var lines = title.lines(width: width, style: style)
    if !shown.isEmpty { lines += [""] + table.lines(width: width, style: style) }
    return lines + [""] + notes.flatMap { $0.lines(width: width, style: style) }
  }

  private var shown: ArraySlice<ProfileDifference.Row> {
    options.limit > 0 ? difference.rows.prefix(options.limit) : difference.rows[...]
  }

  var title: Paragraph {
    func side(_ title: String, _ profile: Profile) -> String {
      let time = String(duration: profile.total.time)
      let samples = String(count: profile.ledger.taken, of: "sample")
      return
        "\(UntrustedText(title).escaped) (Python \(UntrustedText(profile.pythonVersion).escaped), \(time), \(samples))"
    }
    return Paragraph(
      "\(side(options.baseTitle, difference.base)) → \(side(options.newTitle, difference.new))", role: .heading)
  }

  var table: Table {
    let files = difference.rows.map(\.change.function.file)
    let paths = PathShortener(files: files, currentDirectory: options.currentDirectory)
    var table = Table(columns: [
      .numbers("self % before"), .numbers("now"), .numbers("self before"), .numbers("now"), .numbers("changed by"),
      .text("", ellipsis: .middle, minimum: 5), .text("function", ellipsis: .middle),
      .text("file:line", ellipsis: .leading),
    ])
    for row in shown {
      let (old, new) = (row.change.base?.own.time, row.change.new?.own.time)
      let function = row.change.function
      let place = function.file.isEmpty ? "" : "\(paths.path(of: function.file)):\(function.firstLine)"
      table.append([
        share(old, of: difference.base), share(new, of: difference.new), time(old), time(new),
        Table.Cell(Self.signed(row.own.excess) + " ± " + String(duration: row.own.uncertainty)),
        word(for: row.own.verdict),
        Table.Cell(UntrustedText(function.qualifiedName).escaped),
        Table.Cell(UntrustedText(place).escaped, role: .quiet),
      ])
    }
    return table
  }

  private func share(_ time: Nanoseconds?, of profile: Profile) -> Table.Cell {
    time.map { Table.Cell(String(percent: $0.share(of: profile.total.time))) } ?? Table.Cell("–", role: .quiet)
  }

  private func time(_ time: Nanoseconds?) -> Table.Cell {
    time.map { Table.Cell(String(duration: $0)) } ?? Table.Cell("–", role: .quiet)
  }

  private static func signed(_ time: Nanoseconds) -> String {
    time < .zero ? "−" + String(duration: .zero - time) : "+" + String(duration: time)
  }

  private func word(for verdict: ProfileDifference.Verdict) -> Table.Cell {
    let role: TextRole =
      switch verdict {
      case .new, .more: .warning
      case .less, .gone: .heading
      case .none: .quiet
      }
    return Table.Cell(verdict.word, role: role)
  }

  var notes: [Paragraph] {
    var notes = [Paragraph(difference.summary)]
    let hidden = difference.rows.count - shown.count
    if hidden > 0 {
      notes.append(Paragraph("\(String(count: hidden, of: "more function")), -l 0 shows them", role: .quiet))
    }
    return notes + difference.explanations.map { Paragraph($0, role: .quiet) }
  }
}
