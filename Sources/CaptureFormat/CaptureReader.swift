package import ProfileModel

/// Reads a capture block by block; memory does not grow with its length.
///
/// Every block is checked against its checksum, and every number in it against what it may be. At the first byte that is
/// not as a writer leaves it the reading ends, and says so; what came before is whole.
package struct CaptureReader: RecordingReader {
  package let origin: RecordingOrigin
  /// nil while there is more to read.
  package private(set) var ending: CaptureEnding?
  /// Of the next block.
  package private(set) var offset: Int
  private let source: RecordingSource
  private let version: Int
  private let firstBlock: Int
  private var known: Known

  /// What blocks refer to that stand later.
  private struct Known {
    var definitions: DefinitionDecoder
    var nodes = NodeDecoder()
  }

  /// Reads what it begins with.
  ///
  /// - Throws: `CaptureError` when it is no capture that can be read; whatever `source` does.
  package init(_ source: @escaping RecordingSource) throws {
    self.source = source
    version = try CaptureFraming.version(ofBeginning: source(0, CaptureFraming.beginningSize))
    guard version <= CaptureWriter.version else { throw CaptureError.newerVersion(version) }
    known = Known(definitions: DefinitionDecoder(version: version))
    offset = CaptureFraming.beginningSize
    guard case .block(.origin, let contents, let size) = try Self.block(at: offset, source) else {
      throw CaptureError.noBeginning
    }
    var reader = ByteReader(contents)
    guard let origin = try? Self.readOrigin(&reader) else { throw CaptureError.noBeginning }
    self.origin = origin
    offset += size
    firstBlock = offset
  }

  /// The next block of events; nil at the end, and then `ending` says how it ended.
  ///
  /// - Throws: Whatever the source does.
  package mutating func next() throws -> CaptureBlock? {
    guard ending == nil else { return nil }
    switch try Self.block(at: offset, source) {
    case .none:
      ending = .cut(at: offset)
    case .malformed:
      ending = .damaged(at: offset)
    case .block(.index, _, let size):
      offset += size
      ending = try source(offset, 1).isEmpty ? .complete : .damaged(at: offset)
    case .block(.origin, _, _):
      ending = .damaged(at: offset)
    case .block(.events, let contents, let size):
      if let block = try? Self.readEvents(contents, version: version, &known) {
        offset += size
        return block
      }
      ending = .damaged(at: offset)
    }
    return nil
  }

  // MARK: Blocks

  private enum Found {
    /// The file ends before the block does.
    case none
    case malformed
    case block(CaptureFraming.BlockKind, [UInt8], size: Int)
  }

  private static func block(at offset: Int, _ source: RecordingSource) throws -> Found {
    let headerBytes = try source(offset, CaptureFraming.blockHeaderSize)
    guard headerBytes.count == CaptureFraming.blockHeaderSize else { return .none }
    guard let header = CaptureFraming.blockHeader(headerBytes) else { return .malformed }
    let stored = try source(offset + headerBytes.count, header.storedSize)
    guard stored.count == header.storedSize else { return .none }
    guard let kind = CaptureFraming.BlockKind(rawValue: header.kind),
      let contents = CaptureFraming.contents(stored, of: header, headerBytes: headerBytes)
    else { return .malformed }
    return .block(kind, contents, size: headerBytes.count + stored.count)
  }

  private static func readEvents(
    _ contents: [UInt8], version: Int, _ known: inout Known
  ) throws(ByteReader.Malformed) -> CaptureBlock {
    var reader = ByteReader(contents)
    var part = try reader.readPart()
    var block = CaptureBlock()
    block.definitions = try known.definitions.readAll(&part)
    let ends = try known.nodes.read(
      &reader, threadCount: known.definitions.threadCount, frameCount: known.definitions.frameCount,
      into: &block.definitions)
    block.samples = try SampleDecoder.read(
      &reader, version: version, nodeThreads: known.nodes.nodeThreads, ends)
    return block
  }

  private static func readOrigin(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> RecordingOrigin {
    let startedAt = Int64(try reader.readIndex(below: .max))
    let host = try reader.readText()
    let process = Int32(try reader.readIndex(below: Int(Int32.max)))
    let recorder = try reader.readText()
    let isAttached = try reader.readIndex(below: 2) == 1
    var program: [String] = []
    for _ in 0..<(try reader.readIndex(below: 1 << 20)) { program.append(try reader.readText()) }
    return RecordingOrigin(
      startedAt: Nanoseconds(startedAt), host: host, program: program, process: process, recorder: recorder,
      isAttached: isAttached)
  }
}
