import SeriemaTestSupport

/// Captures that somebody changed, and then made the checksums right: a file that breaks a reader on purpose.
struct MutatedCaptures {
  private var random: SeededGenerator
  private let originals: [[UInt8]]
  /// They consist of blocks with checksums.
  private let hasBlocks: Bool

  /// - Parameter seed: What brings the same ones back.
  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    hasBlocks = true
    let drawn = Fixture.random(seed: seed, blockCount: 2, samplesPerBlock: 20)
    // Every kind of event is in the first; the other has what refers to earlier blocks.
    originals = [
      Fixture.instructed.bytes(isCompressed: false), drawn.bytes(isCompressed: false),
      Fixture.small.bytes(isCompressed: false), drawn.bytes(isCompressed: true),
    ]
  }

  /// The same of a file without checksums, such as another program's.
  init(seed: UInt64, of original: [UInt8]) {
    random = SeededGenerator(seed: seed)
    hasBlocks = false
    originals = [original]
  }

  mutating func next() -> [UInt8] {
    var bytes = originals[Int.random(in: originals.indices, using: &random)]
    for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes) }
    if hasBlocks { Self.repairChecksums(of: &bytes) }
    return bytes
  }

  private static let remarkable: [UInt8] = [0, 1, 2, 3, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xfe, 0xff]

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 16..<bytes.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0...2: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes[place] = Self.remarkable.randomElement(using: &random) ?? 0
    case 4: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 5: bytes[place] = Bool.random(using: &random) ? bytes[place] &+ 1 : bytes[place] &- 1
    case 6:
      // What stands elsewhere.
      let length = min(Int.random(in: 1...16, using: &random), bytes.count - place)
      let source = Int.random(in: 16...bytes.count - length, using: &random)
      bytes.replaceSubrange(place..<place + length, with: Array(bytes[source..<source + length]))
    default: if hasBlocks { resizeBlock(of: &bytes) }
    }
  }

  /// Puts some bytes into a block, or takes some out, and says so in its header.
  private mutating func resizeBlock(of bytes: inout [UInt8]) {
    let blocks = Self.blocks(of: bytes)
    guard let block = blocks.randomElement(using: &random), !block.isEmpty else { return }
    let place = Int.random(in: block, using: &random)
    let length = Int.random(in: 1...8, using: &random)
    let removed = Bool.random(using: &random) ? min(length, block.upperBound - place) : 0
    let added = removed > 0 ? [] : (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    bytes.replaceSubrange(place..<place + removed, with: added)
    for field in [block.lowerBound - 12, block.lowerBound - 8] {
      let size = Self.number(at: field, in: bytes) + added.count - removed
      for index in 0..<4 { bytes[field + index] = UInt8(truncatingIfNeeded: size >> (8 * index)) }
    }
  }

  /// Where the contents of each block stand, as far as they are whole.
  private static func blocks(of bytes: [UInt8]) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var offset = 16
    while offset + 20 <= bytes.count {
      let stored = number(at: offset + 8, in: bytes)
      guard offset + 20 + stored <= bytes.count else { break }
      blocks.append(offset + 20..<offset + 20 + stored)
      offset += 20 + stored
    }
    return blocks
  }

  private static func number(at offset: Int, in bytes: [UInt8]) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  private static func repairChecksums(of bytes: inout [UInt8]) {
    for block in blocks(of: bytes) {
      let header = block.lowerBound - 20
      bytes.replaceSubrange(
        header + 16..<header + 20, with: TextbookCRC.bytes(of: bytes[header..<header + 16], bytes[block]))
    }
  }
}
