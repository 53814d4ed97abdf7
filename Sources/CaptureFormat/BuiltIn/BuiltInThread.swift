import ProfileModel

/// A thread of a binary profile of Python's own sampler, as far as it has been read.
struct BuiltInThread {
  /// Its number among the threads.
  let index: Int
  /// Frames, the innermost first.
  var stack: [Int32] = []
  var node: Int32 = CallTree.root
  /// Microseconds since the recording began.
  var instant: Int64 = 0
  var sampleCount = 0

  /// No stack of it is deeper: the sampler keeps 256 frames.
  static let depthLimit = 1 << 16

  /// Takes the innermost frames away, and puts others there.
  mutating func replace(
    _ dropped: Int, by count: Int, _ reader: inout ByteReader, frameCount: Int
  ) throws(ByteReader.Malformed) {
    guard dropped <= stack.count, stack.count - dropped + count <= Self.depthLimit else { throw ByteReader.Malformed() }
    var frames: [Int32] = []
    for _ in 0..<count { frames.append(Int32(try reader.readIndex(below: frameCount))) }
    stack.replaceSubrange(..<dropped, with: frames)
  }
}
