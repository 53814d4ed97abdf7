/// What a code object says about where in the source its instructions come from, in the form of its version.
package enum LineTable: Sendable {
  case lineNumbers(LineNumberTable)
  case ranges(LineRangeTable)
  case locations(LocationTable)

  package enum Form: Hashable, Sendable {
    /// `co_lnotab` (to 3.9).
    case lineNumbers
    /// `co_linetable` of 3.10.
    case ranges
    /// `co_linetable` from 3.11 on.
    case locations
  }

  package init(_ bytes: [UInt8], form: Form) {
    self =
      switch form {
      case .lineNumbers: .lineNumbers(LineNumberTable(bytes))
      case .ranges: .ranges(LineRangeTable(bytes))
      case .locations: .locations(LocationTable(bytes))
      }
  }

  /// The line of each code unit; one without a line has that of the nearest before it, or else `firstLine`.
  ///
  /// - Parameters:
  ///   - unitCount: Units of two bytes; the result has as many lines.
  ///   - firstLine: `co_firstlineno`.
  package func lines(unitCount: Int, firstLine: Int) -> [Int32] {
    switch self {
    case .lineNumbers(let table): table.lines(unitCount: unitCount, firstLine: firstLine)
    case .ranges(let table): table.lines(unitCount: unitCount, firstLine: firstLine)
    case .locations(let table): table.lines(unitCount: unitCount, firstLine: firstLine)
    }
  }

  /// The position of each code unit; before 3.11 no more than its line is known.
  ///
  /// - Parameters: As of `lines`.
  package func positions(unitCount: Int, firstLine: Int) -> [SourcePosition] {
    if case .locations(let table) = self { return table.positions(unitCount: unitCount, firstLine: firstLine) }
    return lines(unitCount: unitCount, firstLine: firstLine).map { SourcePosition(line: $0, endLine: $0) }
  }
}
