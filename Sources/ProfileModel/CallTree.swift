/// A call tree that is built sample by sample: a structure of arrays, and a table from (caller, frame) to node.
///
/// It grows only when a chain of callers is seen for the first time.
package struct CallTree: Sendable {
  /// The nodes in the form of a profile.
  package private(set) var nodes = NodeTable()
  /// Open addressing: a node, or -1. The size is a power of two, at most half full; none while no node has been looked for.
  private var slots: [Int32] = []

  /// In place of a frame's index: what was inside could not be proven; the thread has no Python frame.
  package static let cut = NodeTable.cut
  package static let noFrames = NodeTable.noFrames
  /// In place of a node: there is no caller.
  package static let root: Int32 = -1

  package init() {}

  package var nodeCount: Int { nodes.count }

  /// The node of `frame` when called from `parent`, made when it is new.
  ///
  /// - Parameter frame: Index into the profile's frames, or `cut`, or `noFrames`.
  package mutating func node(_ frame: Int32, in parent: Int32, of thread: Int32) -> Int32 {
    if slots.isEmpty { index() }
    var slot = hash(frame, parent, thread) & (slots.count - 1)
    while slots[slot] >= 0 {
      let node = slots[slot]
      let index = Int(node)
      if nodes.frames[index] == frame, nodes.parents[index] == parent, nodes.threads[index] == thread { return node }
      slot = (slot + 1) & (slots.count - 1)
    }
    let node = Int32(nodes.count)
    nodes.append(parent: parent, thread: thread, frame: frame)
    slots[slot] = node
    if nodes.count * 2 > slots.count { index() }
    return node
  }

  /// A node that is known to be new.
  package mutating func newNode(_ frame: Int32, in parent: Int32, of thread: Int32) -> Int32 {
    nodes.append(parent: parent, thread: thread, frame: frame)
    slots = []
    return Int32(nodes.count - 1)
  }

  /// Counts one sample that ended in `node`.
  package mutating func add(_ weight: Weight, to node: Int32) {
    nodes.add(weight, to: Int(node))
  }

  /// A node in the form of a profile.
  package func node(at index: Int) -> Profile.Node { nodes[index] }

  /// Makes a table of all nodes, with room for as many.
  private mutating func index() {
    var size = 1024
    while size < nodes.count * 2 { size *= 2 }
    // What was there is gone before there is another.
    slots = []
    slots = [Int32](repeating: -1, count: size)
    for index in nodes.indices {
      var slot = hash(nodes.frames[index], nodes.parents[index], nodes.threads[index]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  private func hash(_ frame: Int32, _ parent: Int32, _ thread: Int32) -> Int {
    let pair = UInt64(UInt32(bitPattern: frame)) | UInt64(UInt32(bitPattern: parent)) << 32
    let mixed = (pair ^ UInt64(UInt32(bitPattern: thread)) &* 0xff51_afd7_ed55_8ccd) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> 20)
  }
}
