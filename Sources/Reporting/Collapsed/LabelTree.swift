import ProfileModel

/// A call tree in which each stack of labels occurs once.
///
/// The profile's own tree may hold a stack twice, such as for two functions of one name on one line.
struct LabelTree: Sendable {
  private struct Node {
    let label: Int
    let depth: Int
    var samples = 0
    var children: [Int] = []
  }

  private struct Edge: Hashable {
    let parent: Int
    let label: Int
  }

  private var nodes: [Node] = []
  private var roots: [Int] = []

  init(_ profile: Profile, labels: FrameLabels) {
    var known: [Edge: Int] = [:]
    var merged: [Int] = []
    merged.reserveCapacity(profile.nodes.count)
    for node in profile.nodes {
      var parent = node.parent.map { merged[$0] }
      if parent == nil {
        for root in labels.roots[node.thread] { parent = child(of: parent, label: root, known: &known) }
      }
      let place = child(of: parent, label: labels.label(of: node.kind), known: &known)
      nodes[place].samples += node.own.samples
      merged.append(place)
    }
  }

  /// The place of `label` below `parent`, made where it is new.
  private mutating func child(of parent: Int?, label: Int, known: inout [Edge: Int]) -> Int {
    let edge = Edge(parent: parent ?? -1, label: label)
    if let place = known[edge] { return place }
    let place = nodes.count
    known[edge] = place
    nodes.append(Node(label: label, depth: parent.map { nodes[$0].depth + 1 } ?? 0))
    if let parent {
      nodes[parent].children.append(place)
    } else {
      roots.append(place)
    }
    return place
  }

  /// Visits the stacks that have samples, in the order of their labels, outermost label first.
  ///
  /// Without recursion, and with one path in memory: a stack may be 50,000 frames deep.
  func forEachStack<Failure>(_ visit: ([Int], Int) throws(Failure) -> Void) throws(Failure) {
    var path: [Int] = []
    var pending = inVisitingOrder(roots)
    while let next = pending.popLast() {
      let node = nodes[next]
      path.removeSubrange(node.depth...)
      path.append(node.label)
      if node.samples > 0 { try visit(path, node.samples) }
      pending += inVisitingOrder(node.children)
    }
  }

  /// Last label first, as they are taken from the end.
  private func inVisitingOrder(_ places: [Int]) -> [Int] {
    places.sorted { nodes[$0].label > nodes[$1].label }
  }
}
