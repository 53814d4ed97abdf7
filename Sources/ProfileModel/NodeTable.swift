/// The nodes of a call tree by column, which take a third of what they would as a list: 16 bytes each, and 24 for the own
/// weight of those that have one.
///
/// A copy shares the columns until one of both is changed.
package struct NodeTable: Sendable {
  /// Index of the caller's node, or -1.
  private(set) var parents: [Int32] = []
  private(set) var threads: [Int32] = []
  /// Index of a frame, or `cut`, or `noFrames`.
  private(set) var frames: [Int32] = []
  /// Where a node's own weight stands in `weights`, or -1 where it is zero.
  private var places: [Int32] = []
  private var weights: [Weight] = []

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
    places.append(-1)
    if own != .zero { add(own, to: parents.count - 1) }
  }

  package mutating func append(_ node: Profile.Node) {
    append(
      parent: node.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1, thread: Int32(truncatingIfNeeded: node.thread),
      frame: Self.frame(of: node.kind), own: node.own)
  }

  mutating func add(_ weight: Weight, to index: Int) {
    weights[place(of: index)] += weight
  }

  /// Where the own weight of a node stands, from now on.
  private mutating func place(of index: Int) -> Int {
    if places[index] < 0 {
      places[index] = Int32(truncatingIfNeeded: weights.count)
      weights.append(.zero)
    }
    return Int(places[index])
  }

  private func own(of index: Int) -> Weight { places[index] < 0 ? .zero : weights[Int(places[index])] }

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
        kind: frame >= 0 ? .frame(Int(frame)) : frame == Self.cut ? .cut : .noFrames, own: own(of: index))
    }
    set {
      parents[index] = newValue.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1
      threads[index] = Int32(truncatingIfNeeded: newValue.thread)
      frames[index] = Self.frame(of: newValue.kind)
      if newValue.own != own(of: index) { weights[place(of: index)] = newValue.own }
    }
  }
}

/// Two are the same where their nodes are, in whatever order these were sampled.
extension NodeTable: Hashable {
  package static func == (one: NodeTable, other: NodeTable) -> Bool { one.elementsEqual(other) }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for node in self { hasher.combine(node) }
  }
}
