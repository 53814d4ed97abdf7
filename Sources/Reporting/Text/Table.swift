/// Rows of text under headers, fitted to a width.
///
/// Numbers are never cut. Where the width is short, columns of text give way to their minimum; where even that is too
/// wide, each row goes on in a second, indented line, and so does the header.
struct Table: Sendable {
  let columns: [Column]
  private(set) var rows: [[Cell]] = []

  init(columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row: one cell for each column.
  mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
    rows.append(row)
  }

  /// The table's lines, header first.
  /// - Parameter width: Cells that a line may take; nil for as many as it needs.
  func lines(width: Int?, style: TextStyle) -> [String] {
    let plan = lineGroups(width: width ?? .max)
    let header = columns.map { Cell($0.header, role: .heading) }
    return ([header] + rows).flatMap { row in
      plan.enumerated().map { number, group in
        line(of: row, group: group, indent: number == 0 ? 0 : Table.indent, style: style)
      }
    }
  }

  /// Columns that stand in one line, and the cells that each takes.
  private typealias LineGroup = [(column: Int, width: Int)]

  /// Spaces between two columns.
  private static let gap = 2
  /// Spaces before the second and further lines of a row.
  private static let indent = 4

  /// Puts columns into lines in their order, then gives what is left of each line to its columns of text.
  private func lineGroups(width: Int) -> [LineGroup] {
    let natural = columns.indices.map { column in
      rows.reduce(columns[column].header.cellWidth) { max($0, $1[column].text.cellWidth) }
    }
    let least = columns.indices.map { column in
      columns[column].minimum.map { min(natural[column], $0) } ?? natural[column]
    }
    var groups: [LineGroup] = [[]]
    var used = 0
    for column in columns.indices {
      if let last = groups.last, !last.isEmpty {
        if used + Table.gap + least[column] > width {
          groups.append([])
          used = Table.indent
        } else {
          used += Table.gap
        }
      }
      groups[groups.count - 1].append((column, least[column]))
      used += least[column]
    }
    return groups.enumerated().map { number, group in
      let indent = number == 0 ? 0 : Table.indent
      return spread(group, room: width - indent - Table.gap * (group.count - 1), natural: natural)
    }
  }

  /// Widens the narrowest column of text that still lacks room, until all is used; narrows it where there is too little.
  private func spread(_ group: LineGroup, room: Int, natural: [Int]) -> LineGroup {
    var group = group
    var left = group.reduce(room) { $0 - $1.width }
    while left > 0 {
      let growing = group.indices.filter { group[$0].width < natural[group[$0].column] }
      guard let next = growing.min(by: { group[$0].width < group[$1].width }) else { break }
      group[next].width += 1
      left -= 1
    }
    while left < 0 {
      let shrinking = group.indices.filter { columns[group[$0].column].minimum != nil && group[$0].width > 1 }
      guard let next = shrinking.max(by: { group[$0].width < group[$1].width }) else { break }
      group[next].width -= 1
      left += 1
    }
    return group
  }

  private func line(of row: [Cell], group: LineGroup, indent: Int, style: TextStyle) -> String {
    var line = ""
    // Spaces are only written once something follows them, so no line ends in them.
    var pending = indent
    for (position, place) in group.enumerated() {
      let column = columns[place.column]
      let cell = row[place.column]
      let text = column.ellipsis?.shorten(cell.text, to: place.width) ?? cell.text
      let padding = max(0, place.width - text.cellWidth)
      if position > 0 { pending += Table.gap }
      if column.alignment == .trailing { pending += padding }
      if !text.isEmpty {
        line += String(repeating: " ", count: pending) + style.set(text, as: cell.role)
        pending = 0
      }
      if column.alignment == .leading { pending += padding }
    }
    return line
  }
}
