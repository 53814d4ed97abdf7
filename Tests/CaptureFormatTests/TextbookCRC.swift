/// CRC-32 as any other program has it, so that the format is what `FORMAT.md` says.
///
/// Source: RFC 1952, section 8.
enum TextbookCRC {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
  }

  /// Little endian, as a capture has it.
  static func bytes(of parts: ArraySlice<UInt8>...) -> [UInt8] {
    var value: UInt32 = 0xffff_ffff
    for part in parts {
      for byte in part { value = value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xff)] }
    }
    value ^= 0xffff_ffff
    return (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
