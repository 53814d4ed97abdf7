import ProfileModel

/// The stacks of samples in which a thread was idle: one for each node that has such samples, behind those of all nodes.
struct IdleStacks: Sendable {
  /// In rising order.
  let nodes: [Int32]
  private let nodeCount: Int

  init(_ table: NodeTable) {
    nodeCount = table.count
    nodes = table.indices.compactMap { table[$0].own.idle > .zero ? Int32($0) : nil }
  }

  /// - Returns: nil where a node has no such samples.
  func stack(of node: Int) -> Int? {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low] == node ? nodeCount + low : nil
  }
}
