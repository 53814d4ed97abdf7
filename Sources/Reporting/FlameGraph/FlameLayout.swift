import ProfileModel

/// Where the blocks of a flame graph lie.
struct FlameLayout: Sendable {
  /// A block that is wide enough to be drawn.
  struct Box: Hashable, Sendable {
    /// Index into the tree's blocks; nil for the one that stands for all.
    var block: Int?
    /// From 0, the outermost.
    var row: Int
    /// Tenths of a pixel from the left.
    var x: Int64
    var width: Int64
  }

  /// Callers before what they call, from left to right.
  private(set) var boxes: [Box] = []
  private(set) var rowCount = 1
  /// Whether some stacks are deeper than what is drawn.
  private(set) var isCapped = false
  let total: Weight

  /// Rows that are drawn at the most; few viewers show an image that is higher.
  static let rowLimit = 1000
  /// In tenths of a pixel; narrower blocks are left out, with all inside of them.
  static let leastWidth: Int64 = 3

  /// - Parameter width: Of the whole, in tenths of a pixel.
  init(_ tree: FlameTree, width: Int64) {
    total = tree.roots.reduce(.zero) { $0 + tree.total[$1] }
    // Without any time the number of samples has to do.
    let usesTime = total.time > .zero
    func extent(_ weight: Weight) -> Int64 { usesTime ? weight.time.rawValue : Int64(weight.samples) }
    let scale = Double(width) / Double(max(1, extent(total)))
    func place(_ offset: Int64) -> Int64 { Int64((Double(offset) * scale).rounded()) }
    boxes.append(Box(block: nil, row: 0, x: 0, width: width))
    var pending: [(block: Int, row: Int, offset: Int64)] = []
    func push(_ blocks: [Int], row: Int, from offset: Int64) {
      let first = pending.count
      var next = offset
      for block in blocks {
        pending.append((block, row, next))
        next += extent(tree.total[block])
      }
      // The leftmost is taken first.
      pending[first...].reverse()
    }
    push(tree.roots, row: 1, from: 0)
    while let (block, row, offset) = pending.popLast() {
      let x = place(offset)
      let boxWidth = place(offset + extent(tree.total[block])) - x
      guard boxWidth >= Self.leastWidth else { continue }
      guard row < Self.rowLimit else {
        isCapped = true
        continue
      }
      boxes.append(Box(block: block, row: row, x: x, width: boxWidth))
      rowCount = max(rowCount, row + 1)
      push(tree.children[block], row: row + 1, from: offset)
    }
  }
}
