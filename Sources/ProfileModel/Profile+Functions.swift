extension Profile {
  /// Whether functions begin at their first lines; not in what Python's own sampler has recorded, where these are the
  /// first that ran.
  package var knowsBeginnings: Bool { ledger.tellsLosses }

  /// Each function's own and total weight, in no particular order; functions without samples are left out.
  package func functionSummaries() -> [FunctionSummary] {
    var summaries = functions.map { FunctionSummary(function: $0) }
    // A function counts once in a chain of calls: only where no caller above is the same function. What it has with all
    // that it calls is what the walk finds until it leaves it.
    var openCalls = [Int](repeating: 0, count: functions.count)
    var found = Weight.zero
    walk { index, entering in
      if entering { found += nodes[index].own }
      guard case .frame(let frame) = nodes[index].kind else { return }
      let function = frames[frame].function
      if entering {
        summaries[function].own += nodes[index].own
        if openCalls[function] == 0 {
          summaries[function].total -= found
          summaries[function].total += nodes[index].own
        }
        openCalls[function] += 1
      } else {
        openCalls[function] -= 1
        if openCalls[function] == 0 { summaries[function].total += found }
      }
    }
    return summaries.filter { $0.total.samples > 0 }
  }

  /// For each node, its own weight and that of all below it.
  package func subtreeWeights() -> [Weight] {
    var weights = nodes.map(\.own)
    for index in nodes.indices.reversed() {
      if let parent = nodes[index].parent { weights[parent] += weights[index] }
    }
    return weights
  }

  /// Visits every node twice, before and after all below it, outermost frames first.
  ///
  /// Without recursion: a stack may be 50,000 frames deep.
  package func walk(_ visit: (_ index: Int, _ entering: Bool) -> Void) {
    var firstChild = [Int32](repeating: -1, count: nodes.count)
    var nextSibling = firstChild
    var firstRoot: Int32 = -1
    for index in nodes.indices.reversed() {
      if let parent = nodes[index].parent {
        nextSibling[index] = firstChild[parent]
        firstChild[parent] = Int32(index)
      } else {
        nextSibling[index] = firstRoot
        firstRoot = Int32(index)
      }
    }
    var next = Int(firstRoot)
    while next >= 0 {
      visit(next, true)
      if firstChild[next] >= 0 {
        next = Int(firstChild[next])
        continue
      }
      visit(next, false)
      while next >= 0, nextSibling[next] < 0 {
        guard let parent = nodes[next].parent else {
          next = -1
          break
        }
        visit(parent, false)
        next = parent
      }
      if next >= 0 { next = Int(nextSibling[next]) }
    }
  }
}
