/// Messages in the wire format of protocol buffers.
///
/// Source: https://protobuf.dev/programming-guides/encoding/.
extension [UInt8] {
  /// Adds seven bits a byte, lowest first.
  mutating func write(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// How many bytes `value` takes.
  static func varintSize(of value: UInt64) -> Int {
    Swift.max(1, (64 - value.leadingZeroBitCount + 6) / 7)
  }

  /// Adds a number; 0 is what a missing one means.
  mutating func write(field: UInt64, number: Int64) {
    guard number != 0 else { return }
    write(varint: field << 3)
    write(varint: UInt64(bitPattern: number))
  }

  /// Begins a text, message or list of numbers, of which so many bytes follow.
  mutating func write(field: UInt64, size: Int) {
    write(varint: field << 3 | 2)
    write(varint: UInt64(size))
  }

  mutating func write(field: UInt64, text: String) {
    write(field: field, size: text.utf8.count)
    append(contentsOf: text.utf8)
  }

  mutating func write(field: UInt64, message: [UInt8]) {
    write(field: field, size: message.count)
    append(contentsOf: message)
  }
}
