import ProfileModel

/// Writes nodes of the call tree by column: whom they are called by, and their frames.
struct NodeEncoder: Sendable {
  /// How a node's caller is told.
  enum Link {
    /// The node before it.
    static let previous = 0
    /// None: it is a thread's outermost.
    static let none = 1
    /// So many nodes before it.
    static let distance = 2
    /// A caller of the last node of a thread, or that itself: so many steps above it.
    static let firstAncestor = 3
  }

  private(set) var forest = NodeForest()

  /// Writes nodes, and begins a chain after each that is the end of a sampled stack.
  ///
  /// - Parameter sampled: By node from the first of these on: whether a sample of this block is of it.
  /// - Returns: By thread, the last nodes of chains, in their order.
  mutating func write(_ nodes: [Profile.Node], sampled: [Bool], to writer: inout ByteWriter) -> ChainEnds {
    var links = ByteWriter()
    var threads = ByteWriter()
    var distances = ByteWriter()
    var codes = ByteWriter()
    var ends = ChainEnds()
    for (index, node) in nodes.enumerated() {
      let parent = node.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
      let thread = Int32(truncatingIfNeeded: node.thread)
      let previous = Int32(forest.count - 1)
      if parent >= 0, parent == previous, index > 0, !sampled[index - 1] {
        links.write(Link.previous)
      } else {
        if index > 0 { ends.append(previous, of: forest.threads[Int(previous)]) }
        if parent < 0 {
          links.write(Link.none)
          threads.write(node.thread)
        } else if let last = forest.last(of: thread), let steps = forest.steps(from: last, to: parent) {
          links.write(Link.firstAncestor + steps)
          threads.write(node.thread)
        } else {
          links.write(Link.distance)
          distances.write(forest.count - Int(parent))
        }
      }
      codes.write(Self.code(of: node.kind))
      forest.add(in: parent, of: thread)
    }
    if !nodes.isEmpty { ends.append(Int32(forest.count - 1), of: forest.threads[forest.count - 1]) }
    writer.write(nodes.count)
    for column in [links, threads, distances, codes] { writer.writePart(column) }
    return ends
  }

  private static func code(of kind: Profile.Node.Kind) -> Int {
    switch kind {
    case .cut: NodeForest.cutCode
    case .noFrames: NodeForest.noFramesCode
    case .frame(let frame): NodeForest.firstFrameCode + frame
    }
  }
}
