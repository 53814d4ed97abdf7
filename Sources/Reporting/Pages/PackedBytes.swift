/// Bytes as a page's script unpacks them (`bytes.js`): whole numbers of seven bits a byte, the lowest first, each but the
/// last with its eighth bit set.
struct PackedBytes: Hashable, Sendable {
  private(set) var bytes: [UInt8] = []

  /// Appends a number; a negative one, which only a damaged recording has, counts as zero.
  mutating func append(_ number: Int) {
    var rest = UInt(max(0, number))
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a number of either sign: twice its size, plus one where it is negative.
  mutating func append(signed number: Int) {
    append(Int(clamping: number.magnitude & (.max >> 2)) * 2 + (number < 0 ? 1 : 0))
  }

  /// Appends the number of UTF-8 bytes of a text, and those.
  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends text that the target chose, as all reports show it.
  mutating func append(_ text: UntrustedText) {
    append(text.escaped)
  }

  /// Appends numbers of which many are zero: a zero is followed by how many more follow it.
  mutating func append(sparse numbers: some Collection<Int>) {
    var zeros = 0
    for number in numbers {
      if number <= 0 {
        zeros += 1
        continue
      }
      endZeros(&zeros)
      append(number)
    }
    endZeros(&zeros)
  }

  /// Appends bytes as they are.
  mutating func append(raw other: [UInt8]) {
    bytes += other
  }

  private mutating func endZeros(_ zeros: inout Int) {
    guard zeros > 0 else { return }
    append(0)
    append(zeros - 1)
    zeros = 0
  }

  /// Writes the bytes as base64 text (RFC 4648), which no parser of a page takes for anything else.
  ///
  /// - Parameter drain: Called wherever `text` has become long; takes what is in it, and empties it.
  func writeBase64<Failure>(
    into text: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var index = 0
    while index + 3 <= bytes.count {
      let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
      for shift in [18, 12, 6, 0] { text.append(digits[group >> shift & 63]) }
      index += 3
      if text.isLong { try drain(&text) }
    }
    let rest = bytes.count - index
    guard rest > 0 else { return }
    let group = Int(bytes[index]) << 16 | (rest > 1 ? Int(bytes[index + 1]) << 8 : 0)
    text.append(digits[group >> 18])
    text.append(digits[group >> 12 & 63])
    text.append(rest > 1 ? digits[group >> 6 & 63] : UInt8(ascii: "="))
    text.append(UInt8(ascii: "="))
  }
}
