/// The last nodes of chains that a block defines, by thread, in their order: the likely nodes of its samples.
struct ChainEnds: Sendable {
  private var ends: [[Int32]] = []
  /// By thread: how many of them have been passed.
  private var passed: [Int] = []

  /// Ends that are looked at from the first that has not been passed.
  static let window = 8

  mutating func append(_ node: Int32, of thread: Int32) {
    while ends.count <= Int(thread) {
      ends.append([])
      passed.append(0)
    }
    ends[Int(thread)].append(node)
  }

  /// How many ends of its thread have to be passed over to come to a node; it and they are passed then.
  mutating func skip(to node: Int32, of thread: Int32) -> Int? {
    let index = Int(thread)
    guard index < ends.count else { return nil }
    for skipped in 0..<Self.window where passed[index] + skipped < ends[index].count {
      if ends[index][passed[index] + skipped] == node {
        passed[index] += skipped + 1
        return skipped
      }
    }
    return nil
  }

  /// The node behind so many ends of its thread; it and they are passed then.
  mutating func node(skipping skipped: Int, of thread: Int32) -> Int32? {
    let index = Int(thread)
    guard index < ends.count, passed[index] + skipped < ends[index].count else { return nil }
    passed[index] += skipped + 1
    return ends[index][passed[index] - 1]
  }
}
