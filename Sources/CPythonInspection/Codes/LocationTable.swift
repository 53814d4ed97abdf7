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
    var line = Int32(truncatingIfNeeded: firstLine)
    var shown = line
    var position = 0
    while position < bytes.count, lines.count < unitCount {
      let head = bytes[position]
      position += 1
      // A first byte has its top bit set; anything else belongs to a payload that we misread.
      guard head & 0x80 != 0 else { continue }
      let kind = Kind(rawValue: head >> 3 & 15) ?? .short
      switch kind {
      case .none: break
      case .long, .noColumns: line &+= signedVarint(&position)
      case .oneLine1: line &+= 1
      case .oneLine2: line &+= 2
      case .oneLine0, .short: break
      }
      if kind != .none { shown = line }
      for _ in 0..<min(Int(head & 7) + 1, unitCount - lines.count) { lines.append(shown) }
      while position < bytes.count, bytes[position] & 0x80 == 0 { position += 1 }
    }
    while lines.count < unitCount { lines.append(shown) }
    return lines
  }

  /// The kinds of entry that differ in how they step the line; all of 0 … 9 are `short`.
  private enum Kind: UInt8 {
    case short = 0
    case oneLine0 = 10
    case oneLine1 = 11
    case oneLine2 = 12
    case noColumns = 13
    case long = 14
    case none = 15
  }

  private func signedVarint(_ position: inout Int) -> Int32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      value |= UInt32(byte & 63) << shift
      shift += 6
      if byte & 64 == 0 { break }
    }
    let magnitude = Int32(bitPattern: value >> 1)
    return value & 1 == 1 ? 0 &- magnitude : magnitude
  }
}
