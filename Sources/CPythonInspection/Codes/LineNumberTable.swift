/// `co_lnotab` of 3.8 and 3.9: pairs of an unsigned step forward in bytes, and a signed step in lines from there on.
///
/// Source: `Objects/lnotab_notes.txt`, tag v3.9.0.
package struct LineNumberTable: Sendable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The line of each code unit.
  ///
  /// - Parameters:
  ///   - unitCount: Units of two bytes; the result has as many lines.
  ///   - firstLine: `co_firstlineno`.
  package func lines(unitCount: Int, firstLine: Int) -> [Int32] {
    var lines: [Int32] = []
    lines.reserveCapacity(unitCount)
    var line = Int32(truncatingIfNeeded: firstLine)
    var end = 0
    for position in stride(from: 0, to: bytes.count - 1, by: 2) {
      end += Int(bytes[position])
      // Steps over 255 are split, so an end may lie inside a unit.
      while lines.count < unitCount, 2 * lines.count < end { lines.append(line) }
      line &+= Int32(Int8(bitPattern: bytes[position + 1]))
    }
    while lines.count < unitCount { lines.append(line) }
    return lines
  }
}
