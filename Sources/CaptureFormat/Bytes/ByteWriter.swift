/// Integers and texts as bytes: numbers in groups of seven bits, lowest first (LEB128).
struct ByteWriter: Sendable {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func write(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A count, an index: never negative.
  mutating func write(_ value: Int) {
    write(UInt64(max(0, value)))
  }

  /// A signed number, in zigzag form: small ones stay short.
  mutating func writeSigned(_ value: Int64) {
    write(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  /// The number of bytes of its UTF-8, and these.
  mutating func write(_ text: String) {
    let utf8 = text.utf8
    write(utf8.count)
    bytes.append(contentsOf: utf8)
  }

  mutating func write(_ value: Double) {
    writeFixed(value.bitPattern)
  }

  /// Bytes that belong together: how many, and these.
  mutating func writePart(_ part: ByteWriter) {
    write(part.bytes.count)
    bytes.append(contentsOf: part.bytes)
  }

  mutating func append(_ other: [UInt8]) {
    bytes.append(contentsOf: other)
  }

  /// All its bytes, lowest first.
  mutating func writeFixed(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
