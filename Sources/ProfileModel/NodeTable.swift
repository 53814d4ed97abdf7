/// The nodes of a call tree by column, which take half of what they would as a list: 36 bytes each.
///
/// A copy shares the columns until one of both is changed.
package struct NodeTable: Sendable, Hashable {
  /// Index of the caller's node, or -1.
  private(set) var parents: [Int32] = []
  private(set) var threads: [Int32] = []
  /// Index of a frame, or `cut`, or `noFrames`.
  private(set) var frames: [Int32] = []
  private(set) var weights: [Weight] = []

  /// In place of a frame's index: what was inside could not be proven; the thread has no Python frame.
  static let cut: Int32 = -1
  static let noFrames: Int32 = -2

  package init() {}

  package init(_ nodes: some Sequence<Profile.Node>) {
    for node in nodes { append(node) }
  }

  mutating func append(parent: Int32, thread: Int32, frame: Int32, own: Weight = .zero) {
    parents.append(parent)
    threads.append(thread)
    frames.append(frame)
    weights.append(own)
  }

  package mutating func append(_ node: Profile.Node) {
    append(
      parent: node.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1, thread: Int32(truncatingIfNeeded: node.thread),
      frame: Self.frame(of: node.kind), own: node.own)
  }

  mutating func add(_ weight: Weight, to index: Int) {
    weights[index] += weight
  }

  /// The thread of a node alone, and its caller, or -1: cheaper than all of it.
  package func thread(of index: Int) -> Int { Int(threads[index]) }
  package func parent(of index: Int) -> Int { Int(parents[index]) }

  private static func frame(of kind: Profile.Node.Kind) -> Int32 {
    switch kind {
    case .frame(let frame): Int32(truncatingIfNeeded: frame)
    case .cut: cut
    case .noFrames: noFrames
    }
  }
}

extension NodeTable: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
  package init(arrayLiteral nodes: Profile.Node...) {
    self.init(nodes)
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { parents.count }

  package subscript(index: Int) -> Profile.Node {
    get {
      let frame = frames[index]
      let parent = parents[index]
      return Profile.Node(
        parent: parent < 0 ? nil : Int(parent), thread: Int(threads[index]),
        kind: frame >= 0 ? .frame(Int(frame)) : frame == Self.cut ? .cut : .noFrames, own: weights[index])
    }
    set {
      parents[index] = newValue.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
      threads[index] = Int32(truncatingIfNeeded: newValue.thread)
      frames[index] = Self.frame(of: newValue.kind)
      weights[index] = newValue.own
    }
  }
}
