import ProfileModel

/// The call tree as far as it has been told, as the writer and the reader of a capture both know it.
///
/// A node is told by what is likely: that it is called by the one told before, or by a caller of the last one of its
/// thread.
struct NodeForest: Sendable {
  /// By node: its caller (-1: none), and its thread.
  private(set) var parents: [Int32] = []
  private(set) var threads: [Int32] = []
  /// By thread: the node that was told last, or -1.
  private var lastOfThread: [Int32] = []

  /// Codes of what is no frame; a frame's index follows these.
  static let cutCode = 0
  static let noFramesCode = 1
  static let firstFrameCode = 2
  /// Callers of a thread's last node that are looked at.
  static let ancestorLimit = 4096

  var count: Int { parents.count }

  /// The node that was told last in a thread.
  func last(of thread: Int32) -> Int32? {
    let index = Int(thread)
    guard index < lastOfThread.count, lastOfThread[index] >= 0 else { return nil }
    return lastOfThread[index]
  }

  /// The caller that is `steps` above a node.
  func ancestor(of node: Int32, _ steps: Int) -> Int32? {
    var next = node
    for _ in 0..<steps {
      guard next >= 0 else { return nil }
      next = parents[Int(next)]
    }
    return next >= 0 ? next : nil
  }

  /// How far above a node a caller of it is.
  func steps(from node: Int32, to ancestor: Int32) -> Int? {
    var next = node
    for steps in 0..<Self.ancestorLimit {
      if next == ancestor { return steps }
      // A caller is always told before what it calls.
      guard next > ancestor else { return nil }
      next = parents[Int(next)]
    }
    return nil
  }

  mutating func add(in parent: Int32, of thread: Int32) {
    while lastOfThread.count <= Int(thread) { lastOfThread.append(-1) }
    lastOfThread[Int(thread)] = Int32(parents.count)
    parents.append(parent)
    threads.append(thread)
  }
}
