internal import LinuxProcess

/// What tells a code object from another that was made later at the same address.
struct CodeFingerprint: Hashable, Sendable {
  var unitCount: UInt64
  var firstLine: UInt32
  var filename: UInt64
  var qualifiedName: UInt64
  var lineTable: UInt64
  /// What tells apart those that share all of that, as the copies that `replace` makes: even the name's address may
  /// have been used again, for another name. 0 in 3.11.
  var version: UInt32

  /// Bytes of a code object, from its start, that hold all of it.
  static func byteCount(in layout: CodeLayout) -> Int {
    max(
      layout.unitCount, layout.firstLine, layout.filename, layout.qualifiedName, layout.lineTable, layout.version ?? 0)
      + 8
  }

  /// - Throws: When the bytes do not hold a code object from `base` on.
  init(_ bytes: RawSpan, at base: Int, layout: CodeLayout) throws(FieldOutside) {
    unitCount = try bytes.read(Field(layout.unitCount), of: base)
    firstLine = try bytes.read(Field(layout.firstLine), of: base)
    filename = try bytes.read(Field(layout.filename), of: base)
    qualifiedName = try bytes.read(Field(layout.qualifiedName), of: base)
    lineTable = try bytes.read(Field(layout.lineTable), of: base)
    version = try layout.version.map { offset throws(FieldOutside) in try bytes.read(Field(offset), of: base) } ?? 0
  }
}
