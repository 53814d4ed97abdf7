/// `co_linetable` of 3.10: pairs of the bytes that a range covers, and a signed step in lines before it.
///
/// Source: `Objects/lnotab_notes.txt`, tag v3.10.0.
package struct LineRangeTable: Sendable {
  private let bytes: [UInt8]
  /// The step of a range that has no line.
  private static let noLine = Int8.min

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
    var line = Int32(truncatingIfNeeded: firstLine)
    var shown = line
    var end = 0
    for position in stride(from: 0, to: bytes.count - 1, by: 2) {
      let step = Int8(bitPattern: bytes[position + 1])
      if step != Self.noLine { line &+= Int32(step) }
      // A range of no bytes is only a part of a longer step.
      guard bytes[position] > 0 else { continue }
      if step != Self.noLine { shown = line }
      end += Int(bytes[position])
      while lines.count < unitCount, 2 * lines.count < end { lines.append(shown) }
    }
    while lines.count < unitCount { lines.append(shown) }
    return lines
  }
}
