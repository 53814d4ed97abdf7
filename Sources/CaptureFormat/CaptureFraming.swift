/// How a capture is laid out in a file: what is the same in every version of its contents.
///
/// `FORMAT.md` describes it for those who write a reader of their own.
enum CaptureFraming {
  /// As of PNG: text tools that convert line ends, or strip the eighth bit, break it visibly.
  static let magic: [UInt8] = [0x89, 0x53, 0x52, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a]
  /// The magic, the version, and a checksum of both.
  static let beginningSize = 16
  static let blockHeaderSize = 20
  static let blockMagic: UInt32 = 0x4b4c_4253
  /// No writer makes a block as large as this.
  static let largestBlock = 1 << 26

  enum BlockKind: UInt8 {
    /// `RecordingOrigin`; the first block.
    case origin = 1
    /// Definitions, and samples that refer to them.
    case events = 2
    /// Where the other blocks are; the last block.
    case index = 3
  }

  enum Compression: UInt8 {
    case none = 0
    case zstandard = 1
  }

  struct BlockHeader {
    var kind: UInt8
    var compression: UInt8
    var storedSize: Int
    var plainSize: Int
    var checksum: UInt32
  }

  static func beginning(version: UInt32) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.writeFixed(version)
    writer.writeFixed(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// - Throws: When the file is none, or too new.
  static func version(ofBeginning bytes: [UInt8]) throws(CaptureError) -> Int {
    guard bytes.starts(with: magic.prefix(bytes.count)), !bytes.isEmpty else { throw .notCapture }
    guard bytes.count == beginningSize else { throw .noBeginning }
    var reader = ByteReader(Array(bytes[8...]))
    guard let version = try? reader.readFixed(UInt32.self), let checksum = try? reader.readFixed(UInt32.self),
      checksum == Checksum.crc32(Array(bytes[..<12]))
    else { throw .noBeginning }
    return Int(version)
  }

  /// A block as it stands in the file.
  ///
  /// - Parameter isCompressed: Where that makes it smaller.
  static func block(_ kind: BlockKind, _ plain: [UInt8], isCompressed: Bool) -> [UInt8] {
    let compressed = isCompressed ? Zstandard.compress(plain) : nil
    let stored = compressed ?? plain
    var writer = ByteWriter()
    writer.writeFixed(blockMagic)
    writer.writeFixed(kind.rawValue)
    writer.writeFixed((compressed == nil ? Compression.none : .zstandard).rawValue)
    writer.writeFixed(UInt16(0))
    writer.writeFixed(UInt32(stored.count))
    writer.writeFixed(UInt32(plain.count))
    writer.writeFixed(Checksum.crc32(stored, continuing: Checksum.crc32(writer.bytes)))
    writer.append(stored)
    return writer.bytes
  }

  /// - Returns: nil when it is not what a writer writes.
  static func blockHeader(_ bytes: [UInt8]) -> BlockHeader? {
    var reader = ByteReader(bytes)
    guard bytes.count == blockHeaderSize, (try? reader.readFixed(UInt32.self)) == blockMagic,
      let kind = try? reader.readFixed(UInt8.self), let compression = try? reader.readFixed(UInt8.self),
      (try? reader.readFixed(UInt16.self)) == 0, let stored = try? reader.readFixed(UInt32.self),
      let plain = try? reader.readFixed(UInt32.self), let checksum = try? reader.readFixed(UInt32.self),
      stored <= largestBlock, plain <= largestBlock
    else { return nil }
    return BlockHeader(
      kind: kind, compression: compression, storedSize: Int(stored), plainSize: Int(plain), checksum: checksum)
  }

  /// What a block holds.
  ///
  /// - Returns: nil when its checksum is another, or it cannot be decompressed.
  static func contents(_ stored: [UInt8], of header: BlockHeader, headerBytes: [UInt8]) -> [UInt8]? {
    let checked = headerBytes.prefix(blockHeaderSize - MemoryLayout<UInt32>.size)
    guard Checksum.crc32(stored, continuing: Checksum.crc32(Array(checked))) == header.checksum else { return nil }
    switch Compression(rawValue: header.compression) {
    case .some(.none): return stored.count == header.plainSize ? stored : nil
    case .zstandard: return Zstandard.decompress(stored, count: header.plainSize)
    case nil: return nil
    }
  }
}
