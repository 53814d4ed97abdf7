/// `co_linetable` of 3.11 and later: the source positions of a code object's instructions.
///
/// Source: `Objects/locations.md` (3.11: `Objects/locations.md`), tag v3.13.0.
package struct LocationTable: Sendable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The line of each code unit.
  ///
  /// A unit without a line has that of the nearest unit before it, or else `firstLine`, where the code object begins.
  /// - Parameters:
  ///   - unitCount: Units of two bytes; the result has as many lines.
  ///   - firstLine: `co_firstlineno`.
  package func lines(unitCount: Int, firstLine: Int) -> [Int32] {
    var lines: [Int32] = []
    lines.reserveCapacity(unitCount)
    let last = forEachEntry(unitCount, firstLine) { position, count in
      for _ in 0..<count { lines.append(position.line) }
    }
    while lines.count < unitCount { lines.append(last) }
    return lines
  }

  /// The position of each code unit; of one without a line, only the line that `lines` gives it is known.
  ///
  /// - Parameters: As of `lines`.
  package func positions(unitCount: Int, firstLine: Int) -> [SourcePosition] {
    var positions: [SourcePosition] = []
    positions.reserveCapacity(unitCount)
    let last = forEachEntry(unitCount, firstLine) { position, count in
      for _ in 0..<count { positions.append(position) }
    }
    while positions.count < unitCount { positions.append(SourcePosition(line: last, endLine: last)) }
    return positions
  }

  /// Hands out the entries for the first `unitCount` units, each with how many units it is for.
  ///
  /// - Returns: The line of the last one.
  private func forEachEntry(_ unitCount: Int, _ firstLine: Int, _ body: (SourcePosition, Int) -> Void) -> Int32 {
    var line = Int32(truncatingIfNeeded: firstLine)
    var shown = line
    var unit = 0
    var position = 0
    while position < bytes.count, unit < unitCount {
      let head = bytes[position]
      position += 1
      // A first byte has its top bit set; anything else belongs to a payload that we misread.
      guard head & 0x80 != 0 else { continue }
      let kind = Int(head >> 3 & 15)
      var columns: (Int32?, Int32?) = (nil, nil)
      var lineCount: Int32 = 0
      switch kind {
      case Kind.none: break
      case Kind.long:
        line &+= signedVarint(&position)
        lineCount = Int32(truncatingIfNeeded: varint(&position))
        columns.0 = Self.column(varint(&position))
        columns.1 = Self.column(varint(&position))
      case Kind.noColumns:
        line &+= signedVarint(&position)
      case Kind.oneLine...:
        line &+= Int32(kind - Kind.oneLine)
        let start = payload(&position)
        columns = (start, payload(&position))
      default:
        // The column in eight steps of eight and the upper half of the byte, the width in the lower.
        let byte = payload(&position)
        let start = Int32(kind) << 3 | (byte >> 4 & 7)
        columns = (start, start + (byte & 15))
      }
      if kind != Kind.none { shown = line }
      let count = min(Int(head & 7) + 1, unitCount - unit)
      body(
        SourcePosition(line: shown, endLine: shown &+ lineCount, column: columns.0, endColumn: columns.1), count)
      unit += count
      while position < bytes.count, bytes[position] & 0x80 == 0 { position += 1 }
    }
    return shown
  }

  /// Entries below `oneLine` are the short form: one byte of columns, on the same line.
  private enum Kind {
    /// This and the two behind it: as many lines on, and two bytes of columns.
    static let oneLine = 10
    static let noColumns = 13
    static let long = 14
    static let none = 15
  }

  /// A column is written one higher, and 0 where there is none.
  private static func column(_ value: UInt32) -> Int32? {
    value == 0 ? nil : Int32(truncatingIfNeeded: value - 1)
  }

  private func payload(_ position: inout Int) -> Int32 {
    guard position < bytes.count else { return 0 }
    position += 1
    return Int32(bytes[position - 1])
  }

  private func varint(_ position: inout Int) -> UInt32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      value |= UInt32(byte & 63) << shift
      shift += 6
      if byte & 64 == 0 { break }
    }
    return value
  }

  private func signedVarint(_ position: inout Int) -> Int32 {
    let value = varint(&position)
    let magnitude = Int32(bitPattern: value >> 1)
    return value & 1 == 1 ? 0 &- magnitude : magnitude
  }
}
