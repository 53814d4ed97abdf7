internal import LinuxProcess

/// What tells a code object from another that was made later at the same address.
struct CodeFingerprint: Hashable, Sendable {
  /// How many instructions there are, or before 3.11 the object that holds them.
  var instructions: UInt64
  var firstLine: UInt32
  var filename: UInt64
  var qualifiedName: UInt64
  var lineTable: UInt64
  /// What tells apart those that share all of that, as the copies that `replace` makes: even the addresses of names may
  /// have been used again, for other names. 0 before 3.12.
  var version: UInt32
  /// Digests of the texts of its name and its file, in the version's place before 3.12; 0 from then on.
  var nameDigest: UInt64 = 0
  var fileDigest: UInt64 = 0

  /// - Throws: When the bytes do not hold a code object from `base` on.
  init(_ bytes: RawSpan, at base: Int, layout: CodeLayout) throws(FieldOutside) {
    instructions = try bytes.read(Field(layout.unitCount ?? layout.codeBytes ?? 0), of: base)
    firstLine = try bytes.read(Field(layout.firstLine), of: base)
    filename = try bytes.read(Field(layout.filename), of: base)
    qualifiedName = try bytes.read(Field(layout.qualifiedName), of: base)
    lineTable = try bytes.read(Field(layout.lineTable), of: base)
    version = try layout.version.map { offset throws(FieldOutside) in try bytes.read(Field(offset), of: base) } ?? 0
  }

  /// A digest of bytes that are compared only with themselves at another time.
  ///
  /// - Throws: When the bytes do not hold `count` from `base` on.
  static func digest(_ bytes: RawSpan, at base: Int, count: Int) throws(FieldOutside) -> UInt64 {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    var position = 0
    while position + 8 <= count {
      let word: UInt64 = try bytes.read(Field(position), of: base)
      digest = (digest ^ word) &* 0x9e37_79b9_7f4a_7c15
      digest ^= digest >> 29
      position += 8
    }
    while position < count {
      let byte: UInt8 = try bytes.read(Field(position), of: base)
      digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      position += 1
    }
    return digest
  }
}
