import ProfileModel

/// The call tree that a flame graph draws: by functions, below their thread and process where there are several.
struct FlameTree: Sendable {
  /// What blocks show.
  struct Label: Hashable, Sendable {
    /// What stands in the block.
    var name: String
    /// Where it is, such as `app.py:12`; empty where it is nowhere.
    var place: String
    /// nil for processes and threads.
    var category: FrameCategory?
  }

  /// By block: what it shows, an index into `labels`.
  private(set) var blocks: [Int] = []
  /// By block: its own weight, and that of all above it.
  private(set) var own: [Weight] = []
  private(set) var total: [Weight] = []
  /// By block: what it calls, in the order of their names; what did not run and what is unknown stand last.
  private(set) var children: [[Int]] = []
  /// The outermost blocks.
  private(set) var roots: [Int] = []
  private(set) var labels: [Label]

  init(_ profile: Profile, origin: RecordingOrigin, currentDirectory: String) {
    let functions = FunctionTable(profile)
    let paths = PathShortener(files: profile.functions.map(\.file), currentDirectory: currentDirectory)
    labels = functions.entries.map { entry in
      let place = entry.file.isEmpty ? "" : "\(paths.path(of: entry.file)):\(entry.line)"
      return Label(name: entry.name, place: place, category: entry.category)
    }
    let roots = addRoots(profile, origin)
    var tree = CallTree()
    var parents: [Int32] = []
    var places: [Int32] = []
    func block(_ label: Int, in parent: Int32) -> Int32 {
      let place = tree.node(Int32(label), in: parent, of: 0)
      if Int(place) == parents.count {
        parents.append(parent)
        blocks.append(label)
        own.append(.zero)
      }
      return place
    }
    for node in profile.nodes {
      let parent =
        node.parent.map { places[$0] } ?? roots[node.thread].reduce(CallTree.root) { block($1, in: $0) }
      let place = block(functions.place(of: node.kind), in: parent)
      own[Int(place)] += node.own
      places.append(place)
    }
    addIdle(functions.idle, parents: &parents)
    addUp(parents)
  }

  /// - Returns: By thread, the labels that its stacks begin with.
  private mutating func addRoots(_ profile: Profile, _ origin: RecordingOrigin) -> [[Int]] {
    let sampled = Set(profile.nodes.lazy.filter { $0.own != .zero }.map(\.thread))
    let processes = Set(sampled.map { profile.threads[$0].process })
    let names = ProcessNames(profile, origin: origin)
    var known: [Int32: Int] = [:]
    func add(_ name: String) -> Int {
      labels.append(Label(name: name, place: "", category: nil))
      return labels.count - 1
    }
    return profile.threads.map { thread in
      var roots: [Int] = []
      if processes.count > 1 {
        let label = known[thread.process] ?? add("\(names.name(of: thread.process)) (\(thread.process))")
        known[thread.process] = label
        roots.append(label)
      }
      if sampled.count > 1 { roots.append(add("\(thread.name) (\(thread.thread))")) }
      return roots
    }
  }

  /// Sets what a thread did not run for apart, in a block inside of the function that it was in.
  private mutating func addIdle(_ label: Int, parents: inout [Int32]) {
    for index in own.indices where own[index].idle > .zero {
      blocks.append(label)
      parents.append(Int32(index))
      own.append(Weight(time: own[index].idle, idle: own[index].idle))
    }
  }

  private mutating func addUp(_ parents: [Int32]) {
    total = own
    children = Array(repeating: [], count: blocks.count)
    for index in parents.indices.reversed() {
      let parent = Int(parents[index])
      if parent < 0 {
        roots.append(index)
      } else {
        children[parent].append(index)
        // What is set apart is counted already.
        if labels[blocks[index]].category != .idle { total[parent] += total[index] }
      }
    }
    let order = LabelOrder(labels)
    roots.sort { order.rank(blocks[$0]) < order.rank(blocks[$1]) }
    for index in children.indices where children[index].count > 1 {
      children[index].sort { order.rank(blocks[$0]) < order.rank(blocks[$1]) }
    }
  }
}

/// The order of blocks beside each other.
private struct LabelOrder {
  private let ranks: [Int]

  init(_ labels: [FlameTree.Label]) {
    var ranks = [Int](repeating: 0, count: labels.count)
    let order = labels.indices.sorted { left, right in
      let (one, other) = (labels[left], labels[right])
      if Self.isLast(one) != Self.isLast(other) { return Self.isLast(other) }
      return (one.name, one.place, left) < (other.name, other.place, right)
    }
    for (rank, label) in order.enumerated() { ranks[label] = rank }
    self.ranks = ranks
  }

  func rank(_ label: Int) -> Int { ranks[label] }

  private static func isLast(_ label: FlameTree.Label) -> Bool {
    label.category == .idle || label.category == .cut
  }
}
