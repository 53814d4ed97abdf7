package import ProfileModel

/// Turns what is recorded into the bytes of a capture, block by block.
///
/// Each block can be read once those before it are there, and holds its own checksum: what has been written stays
/// readable, whatever becomes of the writer. Version 2, or 4 where more than lines is told apart.
package struct CaptureWriter: Sendable {
  /// The highest version that is written.
  package static let version = 4

  private let isCompressed: Bool
  private let detail: FrameDetail
  private var nodes = NodeEncoder()
  private var samples = SampleEncoder()
  private var index: [CaptureIndex.Entry] = []
  /// Bytes so far.
  private var size = 0

  /// - Parameters:
  ///   - isCompressed: With zstd, where that makes a block smaller.
  ///   - detail: How much of frames is written; where that is their lines alone, older readers read it.
  package init(isCompressed: Bool = true, detail: FrameDetail = .lines) {
    self.isCompressed = isCompressed
    self.detail = detail
  }

  /// What a capture begins with.
  package mutating func begin(_ origin: RecordingOrigin) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(UInt64(max(0, origin.startedAt.rawValue)))
    writer.write(origin.host)
    writer.write(Int(origin.process))
    writer.write(origin.recorder)
    writer.write(origin.isAttached ? 1 : 0)
    writer.write(origin.program.count)
    for word in origin.program { writer.write(word) }
    let bytes =
      CaptureFraming.beginning(version: detail > .lines ? 4 : 2)
      + CaptureFraming.block(.origin, writer.bytes, isCompressed: false)
    size = bytes.count
    return bytes
  }

  /// A block of events.
  ///
  /// - Parameter block: Its samples are of nodes that it or an earlier one defines.
  package mutating func write(_ block: CaptureBlock) -> [UInt8] {
    var part = ByteWriter()
    var new: [Profile.Node] = []
    for event in block.definitions {
      if case .node(let node) = event {
        new.append(node)
      } else {
        DefinitionEncoder(detail: detail).write(event, to: &part)
      }
    }
    var writer = ByteWriter()
    writer.writePart(part)
    let first = nodes.forest.count
    var sampled = [Bool](repeating: false, count: new.count)
    for sample in block.samples where sample.node >= first { sampled[sample.node - first] = true }
    let ends = nodes.write(new, sampled: sampled, to: &writer)
    samples.write(block.samples, in: nodes.forest, ends, to: &writer)
    let bytes = CaptureFraming.block(.events, writer.bytes, isCompressed: isCompressed)
    index.append(
      CaptureIndex.Entry(
        offset: size, sampleCount: block.samples.count, firstInstant: block.samples.first?.instant ?? .zero))
    size += bytes.count
    return bytes
  }

  /// What a capture ends with; without it, it counts as broken off.
  package mutating func end() -> [UInt8] {
    var writer = ByteWriter()
    CaptureIndex(entries: index).write(to: &writer)
    return CaptureFraming.block(.index, writer.bytes, isCompressed: isCompressed)
  }
}
