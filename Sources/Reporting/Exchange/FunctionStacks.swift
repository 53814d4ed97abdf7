import ProfileModel

/// The call tree by functions: stacks that differ in lines only are one, and so are those of different threads.
struct FunctionStacks: Sendable {
  /// For each node of the profile, its stack.
  private(set) var places: [Int32] = []
  /// By stack: the one that its callers are, or -1.
  private(set) var parents: [Int32] = []
  /// By stack: its innermost function, an index into `FunctionTable.entries`.
  private(set) var functions: [Int32] = []
  /// By stack: how many functions it has.
  private(set) var depths: [Int32] = []

  init(_ profile: Profile, functions table: FunctionTable) {
    var tree = CallTree()
    places.reserveCapacity(profile.nodes.count)
    for node in profile.nodes {
      let parent = node.parent.map { places[$0] } ?? CallTree.root
      let function = Int32(table.place(of: node.kind))
      let stack = tree.node(function, in: parent, of: 0)
      if Int(stack) == parents.count {
        parents.append(parent)
        functions.append(function)
        depths.append(parent < 0 ? 1 : depths[Int(parent)] + 1)
      }
      places.append(stack)
    }
  }

  /// The functions of `stack`, outermost first, without those of its caller `ancestor`.
  ///
  /// - Parameter ancestor: A stack that `stack` goes on from, or -1.
  func path(to stack: Int32, from ancestor: Int32 = -1, into path: inout [Int32]) {
    path.removeAll(keepingCapacity: true)
    var next = stack
    while next != ancestor, next >= 0 {
      path.append(functions[Int(next)])
      next = parents[Int(next)]
    }
    path.reverse()
  }

  /// The longest stack that both go on from; -1 where they have nothing in common.
  func commonCaller(of left: Int32, and right: Int32) -> Int32 {
    var (left, right) = (left, right)
    while left != right {
      let leftDepth = left < 0 ? 0 : depths[Int(left)]
      let rightDepth = right < 0 ? 0 : depths[Int(right)]
      if leftDepth >= rightDepth { left = parents[Int(left)] }
      if rightDepth >= leftDepth { right = parents[Int(right)] }
    }
    return left
  }
}
