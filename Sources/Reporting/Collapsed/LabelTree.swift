import ProfileModel

/// A call tree in which each stack of labels occurs once, in the order of the labels.
///
/// The profile's own tree may hold a stack twice, such as for two functions of one name on one line: such nodes are
/// visited together.
struct LabelTree: Sendable {
  /// Nodes of one label below one stack.
  private struct Group {
    let members: Range<Int>
    let depth: Int
  }

  /// By node, those of the profile first, then the labels that a thread's stacks begin with: its label, its samples.
  private var labels: [Int32] = []
  private var samples: [Int] = []
  /// The children of node n are `children[firstChild[n]..<firstChild[n + 1]]`, by label.
  private var children: [Int32] = []
  private var firstChild: [Int32] = []
  private var roots: [Int32] = []

  init(_ profile: Profile, labels naming: FrameLabels) {
    var parents: [Int32] = []
    parents.reserveCapacity(profile.nodes.count)
    labels.reserveCapacity(profile.nodes.count)
    samples.reserveCapacity(profile.nodes.count)
    for node in profile.nodes {
      parents.append(node.parent.map { Int32(truncatingIfNeeded: $0) } ?? -1)
      labels.append(Int32(truncatingIfNeeded: naming.label(of: node.kind)))
      samples.append(node.own.samples)
    }
    let entries = naming.roots.map { add(chain: $0, to: &parents) }
    for (index, node) in profile.nodes.enumerated() where node.parent == nil { parents[index] = entries[node.thread] }
    order(parents)
  }

  /// Adds what all stacks of a thread begin with.
  ///
  /// - Returns: Its last node, or -1.
  private mutating func add(chain: [Int], to parents: inout [Int32]) -> Int32 {
    var last: Int32 = -1
    for label in chain {
      parents.append(last)
      labels.append(Int32(truncatingIfNeeded: label))
      samples.append(0)
      last = Int32(parents.count - 1)
    }
    return last
  }

  /// Puts the children of each node side by side, and by label.
  private mutating func order(_ parents: [Int32]) {
    firstChild = [Int32](repeating: 0, count: parents.count + 1)
    var rootCount = 0
    for parent in parents {
      if parent >= 0 { firstChild[Int(parent) + 1] += 1 } else { rootCount += 1 }
    }
    for node in parents.indices { firstChild[node + 1] += firstChild[node] }
    children = [Int32](repeating: 0, count: parents.count - rootCount)
    var next = firstChild
    for (node, parent) in parents.enumerated() {
      if parent < 0 {
        roots.append(Int32(node))
      } else {
        children[Int(next[Int(parent)])] = Int32(node)
        next[Int(parent)] += 1
      }
    }
  }

  /// Visits every stack, outermost label first: `depth` of its labels are those of the one before.
  ///
  /// Without recursion: a stack may be 50,000 frames deep.
  func forEachStack<Failure>(
    _ visit: (_ label: Int, _ depth: Int, _ samples: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var members: [Int32] = []
    var pending: [Group] = []
    // Puts what was added from `start` on into groups of one label.
    func group(from start: Int, depth: Int) {
      // The last group is taken first, so the lowest label stands last.
      if members.count - start > 1 { members[start...].sort { labels[Int($0)] > labels[Int($1)] } }
      var first = start
      while first < members.count {
        var end = first + 1
        while end < members.count, labels[Int(members[end])] == labels[Int(members[first])] { end += 1 }
        pending.append(Group(members: first..<end, depth: depth))
        first = end
      }
    }
    members += roots
    group(from: 0, depth: 0)
    while let next = pending.popLast() {
      // What was behind it has been visited.
      members.removeSubrange(next.members.upperBound...)
      var count = 0
      for position in next.members {
        let node = Int(members[position])
        count += samples[node]
        for child in Int(firstChild[node])..<Int(firstChild[node + 1]) { members.append(children[child]) }
      }
      try visit(Int(labels[Int(members[next.members.lowerBound])]), next.depth, count)
      group(from: next.members.upperBound, depth: next.depth + 1)
    }
  }
}
