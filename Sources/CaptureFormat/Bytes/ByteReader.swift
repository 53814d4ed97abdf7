/// Reads what `ByteWriter` writes; never beyond the end, whatever the bytes are.
struct ByteReader: ~Copyable {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// Bytes that no writer writes.
  struct Malformed: Error {}

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    position = start
    end = bytes.count
  }

  /// Of the next byte.
  var offset: Int { position }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Bytes to read.
  var remaining: Int { end - position }

  var isAtEnd: Bool { position == end }

  mutating func read() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Malformed()
  }

  /// - Throws: When it is not below `limit`.
  mutating func readIndex(below limit: Int) throws(Malformed) -> Int {
    let value = try read()
    guard value < UInt64(limit) else { throw Malformed() }
    return Int(value)
  }

  /// How many of the bytes behind it belong together.
  private mutating func readCount() throws(Malformed) -> Int {
    let value = try read()
    guard value <= UInt64(end - position) else { throw Malformed() }
    return Int(value)
  }

  mutating func readSigned() throws(Malformed) -> Int64 {
    let value = try read()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func readText() throws(Malformed) -> String {
    let count = try readCount()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func readDouble() throws(Malformed) -> Double {
    Double(bitPattern: try readFixed(UInt64.self))
  }

  mutating func readFixed<Value: FixedWidthInteger>(_ type: Value.Type) throws(Malformed) -> Value {
    guard end - position >= MemoryLayout<Value>.size else { throw Malformed() }
    var value: Value = 0
    for offset in 0..<MemoryLayout<Value>.size {
      value |= Value(truncatingIfNeeded: bytes[position + offset]) << (8 * offset)
    }
    position += MemoryLayout<Value>.size
    return value
  }

  /// A part with a length before it, to be read on its own.
  mutating func readPart() throws(Malformed) -> ByteReader {
    let count = try readCount()
    defer { position += count }
    return ByteReader(bytes, position..<position + count)
  }
}
