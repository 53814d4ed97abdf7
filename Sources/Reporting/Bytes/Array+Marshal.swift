/// Objects in the form of Python's `marshal`.
///
/// Source: `Python/marshal.c` of CPython, version 4 of the format, which 3.4 and all later ones read.
extension [UInt8] {
  /// Set in an object's type where a later one may refer to it; such objects count from 0 as they begin.
  static let marshalReferable: UInt8 = 0x80

  mutating func write(marshalling value: Int) {
    if let small = Int32(exactly: value) {
      append(UInt8(ascii: "i"))
      write(littleEndian: small)
      return
    }
    // Digits of 15 bits, their number negative where the value is.
    var digits: [UInt16] = []
    var rest = value.magnitude
    while rest > 0 {
      digits.append(UInt16(truncatingIfNeeded: rest & 0x7fff))
      rest >>= 15
    }
    append(UInt8(ascii: "l"))
    write(littleEndian: Int32(value < 0 ? -digits.count : digits.count))
    for digit in digits { write(littleEndian: digit) }
  }

  mutating func write(marshalling value: Double) {
    append(UInt8(ascii: "g"))
    write(littleEndian: value.bitPattern)
  }

  mutating func write(marshalling text: String) {
    append(UInt8(ascii: "u"))
    write(littleEndian: Int32(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  /// Begins a tuple of so many objects, which follow.
  mutating func write(marshalledTuple count: UInt8, isReferable: Bool = false) {
    append(UInt8(ascii: ")") | (isReferable ? Self.marshalReferable : 0))
    append(count)
  }

  /// Adds an object that is there already.
  mutating func write(marshalledReference index: Int) {
    append(UInt8(ascii: "r"))
    write(littleEndian: Int32(index))
  }

  /// Begins a dictionary, whose keys and values follow in turns up to the end.
  mutating func beginMarshalledDictionary() {
    append(UInt8(ascii: "{"))
  }

  mutating func endMarshalledDictionary() {
    append(UInt8(ascii: "0"))
  }

  private mutating func write(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: type(of: value).bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
