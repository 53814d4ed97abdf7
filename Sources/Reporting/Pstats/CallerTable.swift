import ProfileModel

/// What each function of a profile took, and what of that when called from each of its callers.
struct CallerTable: Sendable {
  /// The weights of a function, or of calls of one by another.
  struct Row: Hashable, Sendable {
    /// Samples in the function itself.
    var own = Weight.zero
    /// Samples in it or in what it called; recursion is counted once.
    var total = Weight.zero
  }

  /// By entry of the function table.
  private(set) var functions: [Row]
  /// By entry of the function table: its callers, and what it took when called by them.
  private(set) var callers: [[(caller: Int, row: Row)]]

  init(_ profile: Profile, functions table: FunctionTable) {
    let places = profile.nodes.map { table.place(of: $0.kind) }
    let edges = CallEdges(profile, places: places)
    var rows = [Row](repeating: Row(), count: table.entries.count)
    var edgeRows = [Row](repeating: Row(), count: edges.ends.count)
    var openCalls = [Int](repeating: 0, count: rows.count)
    var openEdges = [Int](repeating: 0, count: edgeRows.count)
    let subtree = profile.subtreeWeights()
    profile.walk { index, entering in
      let step = entering ? 1 : -1
      let edge = edges.places[index]
      if entering {
        rows[places[index]].own += profile.nodes[index].own
        if openCalls[places[index]] == 0 { rows[places[index]].total += subtree[index] }
        if edge >= 0 {
          edgeRows[edge].own += profile.nodes[index].own
          if openEdges[edge] == 0 { edgeRows[edge].total += subtree[index] }
        }
      }
      openCalls[places[index]] += step
      if edge >= 0 { openEdges[edge] += step }
    }
    functions = rows
    callers = Array(repeating: [], count: rows.count)
    for (end, row) in zip(edges.ends, edgeRows) { callers[end.callee].append((end.caller, row)) }
  }
}

/// Who calls whom, each pair once, in the order of the call tree.
private struct CallEdges {
  private(set) var ends: [(caller: Int, callee: Int)] = []
  /// By node: the edge that leads to it, or -1.
  private(set) var places: [Int] = []

  /// - Parameter functions: By node, its entry of the function table.
  init(_ profile: Profile, places functions: [Int]) {
    var known: [Int: Int] = [:]
    for (index, node) in profile.nodes.enumerated() {
      guard let parent = node.parent else {
        places.append(-1)
        continue
      }
      let (caller, callee) = (functions[parent], functions[index])
      let key = caller << 32 | callee
      let place = known[key] ?? ends.count
      if place == ends.count {
        known[key] = place
        ends.append((caller, callee))
      }
      places.append(place)
    }
  }
}
