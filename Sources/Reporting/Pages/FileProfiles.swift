import ProfileModel

/// Profiles as single source files see them: the frames of a file, who called them and what they called. What lies beyond
/// is summed up, so that lines of the file cost what they cost in the whole.
struct FileProfiles: Sendable {
  private let profile: Profile
  /// Nodes in the order of a walk.
  private let order: [Int]
  /// By place in `order`: the first place behind all that is below, and the weight of a node and all below it.
  private let ends: [Int]
  private let sums: [Weight]
  /// Of each thread.
  private let totals: [Weight]
  /// By file, the places of the nodes that it sees, rising; some twice.
  private var seen: [String: [Int]] = [:]
  /// By line, its frames: of several functions where these share it.
  private let frames: [Line: [Int]]

  private struct Line: Hashable {
    var file: String
    var number: Int

    init(_ frame: Frame, of profile: Profile) {
      file = profile.functions[frame.function].file
      number = frame.line
    }
  }

  init(_ profile: Profile) {
    self.profile = profile
    var order: [Int] = []
    var places = [Int](repeating: -1, count: profile.nodes.count)
    var ends = places
    profile.walk { index, entering in
      if entering {
        places[index] = order.count
        order.append(index)
      } else {
        ends[places[index]] = order.count
      }
    }
    self.order = order
    self.ends = ends
    let parents = order.map { index in profile.nodes[index].parent.map { places[$0] } ?? -1 }
    var sums = order.map { profile.nodes[$0].own }
    var totals = [Weight](repeating: .zero, count: profile.threads.count)
    for place in order.indices.reversed() {
      if parents[place] >= 0 {
        sums[parents[place]] += sums[place]
      } else {
        totals[profile.nodes[order[place]].thread] += sums[place]
      }
    }
    self.sums = sums
    self.totals = totals
    frames = Dictionary(grouping: profile.frames.indices) { Line(profile.frames[$0], of: profile) }
    for place in order.indices {
      let parent = parents[place]
      let file = file(at: place)
      if let file { seen[file, default: []] += parent < 0 ? [place] : [parent, place] }
      if parent >= 0, let above = self.file(at: parent), above != file { seen[above, default: []].append(place) }
    }
  }

  private func frame(of node: Int) -> Int? {
    if case .frame(let frame) = profile.nodes[node].kind { frame } else { nil }
  }

  /// The file of the code at a place; nil where there is none.
  private func file(at place: Int) -> String? {
    guard let frame = frame(of: order[place]) else { return nil }
    let file = profile.functions[profile.frames[frame].function].file
    return file.isEmpty ? nil : file
  }

  /// What a file sees: all its functions, in the order of the whole with those of others. Threads are those of the whole,
  /// and so is the sum of all weights.
  func profile(of file: String) -> Profile {
    var places: [Int] = []
    for place in (seen[file] ?? []).sorted() where place != places.last { places.append(place) }
    let used = Set(places.map { order[$0] }.compactMap(frame(of:))).flatMap { index in
      frames[Line(profile.frames[index], of: profile)] ?? []
    }
    var part = Part(profile, file: file, frames: Set(used).sorted())
    var open: [(end: Int, node: Int)] = []
    for place in places {
      while let top = open.last, top.end <= place { open.removeLast() }
      open.append((ends[place], part.add(sums[place], to: profile.nodes[order[place]], below: open.last?.node)))
    }
    for (thread, total) in totals.enumerated() { part.fill(thread, to: total) }
    return part.profile
  }

  /// A profile in the making.
  private struct Part {
    private let whole: Profile
    private let functions: [Int]
    /// Of the whole, by frame; and where they are here.
    private let frames: [Int]
    private let frameIndices: [Int: Int]
    private var nodes: [Profile.Node] = []
    private var nodeIndices: [Key: Int] = [:]
    /// Of each thread, what its outermost nodes came to.
    private var rootSums: [Weight]

    private struct Key: Hashable {
      var parent: Int?
      var thread: Int
      var kind: Profile.Node.Kind
    }

    init(_ whole: Profile, file: String, frames: [Int]) {
      self.whole = whole
      self.frames = frames
      rootSums = Array(repeating: .zero, count: whole.threads.count)
      frameIndices = Dictionary(uniqueKeysWithValues: frames.enumerated().map { ($0.element, $0.offset) })
      let own = whole.functions.indices.filter { whole.functions[$0].file == file }
      functions = Set(own + frames.map { whole.frames[$0].function }).sorted()
    }

    var profile: Profile {
      let indices = Dictionary(uniqueKeysWithValues: functions.enumerated().map { ($0.element, $0.offset) })
      var part = whole
      part.functions = functions.map { whole.functions[$0] }
      part.frames = frames.compactMap { index in
        let frame = whole.frames[index]
        return indices[frame.function].map { frame.of($0) }
      }
      part.nodes = NodeTable(nodes)
      return part
    }

    /// Adds a node with all below it, which is its own until it is told otherwise.
    mutating func add(_ sum: Weight, to node: Profile.Node, below parent: Int?) -> Int {
      let kind =
        if case .frame(let frame) = node.kind, let here = frameIndices[frame] { Profile.Node.Kind.frame(here) } else {
          node.kind
        }
      let key = Key(parent: parent, thread: node.thread, kind: kind)
      let index = nodeIndices[key] ?? nodes.count
      if index == nodes.count {
        nodeIndices[key] = index
        nodes.append(.init(parent: parent, thread: node.thread, kind: kind, own: .zero))
      }
      nodes[index].own += sum
      if let parent { nodes[parent].own -= sum } else { rootSums[node.thread] += sum }
      return index
    }

    /// Gives a thread what it did elsewhere.
    mutating func fill(_ thread: Int, to total: Weight) {
      var rest = total
      rest -= rootSums[thread]
      if rest != .zero { nodes.append(.init(parent: nil, thread: thread, kind: .noFrames, own: rest)) }
    }
  }
}
