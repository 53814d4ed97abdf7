import ProfileModel

/// Reads what `NodeEncoder` writes.
struct NodeDecoder: Sendable {
  private typealias Link = NodeEncoder.Link

  private(set) var forest = NodeForest()

  /// Of each node that is known by now, its thread.
  var nodeThreads: [Int32] { forest.threads }

  /// - Parameter definitions: Takes the nodes.
  /// - Returns: By thread the last nodes of chains.
  mutating func read(
    _ reader: inout ByteReader, threadCount: Int, frameCount: Int, into definitions: inout [ProfileEvent]
  ) throws(ByteReader.Malformed) -> ChainEnds {
    let count = try reader.readIndex(below: CaptureFraming.largestBlock)
    var links = try reader.readPart()
    var threads = try reader.readPart()
    var distances = try reader.readPart()
    var codes = try reader.readPart()
    // Each takes at least one byte; what a damaged block says may be anything.
    definitions.reserveCapacity(definitions.count + min(count, codes.remaining))
    var ends = ChainEnds()
    for index in 0..<count {
      let previous = Int32(forest.count - 1)
      let parent: Int32
      var thread: Int32 = 0
      let link = try links.readIndex(below: Link.firstAncestor + NodeForest.ancestorLimit)
      if link != Link.previous, index > 0 { ends.append(previous, of: forest.threads[Int(previous)]) }
      switch link {
      case Link.previous:
        guard index > 0 else { throw ByteReader.Malformed() }
        parent = previous
      case Link.none:
        parent = -1
        thread = Int32(try threads.readIndex(below: threadCount))
      case Link.distance:
        let distance = try distances.readIndex(below: forest.count + 1)
        guard distance > 0 else { throw ByteReader.Malformed() }
        parent = Int32(forest.count - distance)
      default:
        thread = Int32(try threads.readIndex(below: threadCount))
        guard let last = forest.last(of: thread),
          let ancestor = forest.ancestor(of: last, link - Link.firstAncestor)
        else { throw ByteReader.Malformed() }
        parent = ancestor
      }
      if parent >= 0 { thread = forest.threads[Int(parent)] }
      let code = try codes.readIndex(below: frameCount + NodeForest.firstFrameCode)
      forest.add(in: parent, of: thread)
      definitions.append(
        .node(
          Profile.Node(
            parent: parent < 0 ? nil : Int(parent), thread: Int(thread), kind: Self.kind(of: code), own: .zero)))
    }
    guard links.isAtEnd, threads.isAtEnd, distances.isAtEnd, codes.isAtEnd else {
      throw ByteReader.Malformed()
    }
    if count > 0 { ends.append(Int32(forest.count - 1), of: forest.threads[forest.count - 1]) }
    return ends
  }

  private static func kind(of code: Int) -> Profile.Node.Kind {
    switch code {
    case NodeForest.cutCode: .cut
    case NodeForest.noFramesCode: .noFrames
    default: .frame(code - NodeForest.firstFrameCode)
    }
  }
}
