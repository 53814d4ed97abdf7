package import ProfileModel

/// The flame graph as one HTML document, which loads nothing and needs no other file.
///
/// The document is made of `Sources/Pages/FlameGraph`. Into it go the profile (`ProfilePack`) and, from the samples, when
/// threads ran and functions were at work. All names are in base64: nothing of the target stands in the document as text.
package struct FlameGraphPage: TimelineReport {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let currentDirectory: String
  private var activity = ThreadActivity()
  /// By node: when it was first and last seen with a sample of its own.
  private var firstSeen: [Nanoseconds]
  private var lastSeen: [Nanoseconds]

  private static let never = Nanoseconds(.min)

  /// - Parameter currentDirectory: Absolute; files below it are shown relative to it.
  package init(_ profile: Profile, origin: RecordingOrigin, currentDirectory: String) {
    self.profile = profile
    self.origin = origin
    self.currentDirectory = currentDirectory
    firstSeen = Array(repeating: Self.never, count: profile.nodes.count)
    lastSeen = firstSeen
  }

  package var passCount: Int { 1 }

  package mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.append(contentsOf: EmbeddedFlameGraph.opening.utf8)
    let head = PageHead(profile, origin: origin).json
    let pack = ProfilePack(profile, head: head, currentDirectory: currentDirectory).packed
    try pack.writeBase64(into: &bytes, drain: drain)
    bytes.append(contentsOf: EmbeddedFlameGraph.middle.utf8)
  }

  package mutating func add(_ sample: TimedSample, into bytes: inout [UInt8]) {
    let node = profile.nodes[sample.node]
    activity.add(
      sample.weight, until: sample.instant, thread: node.thread, node: sample.node, function: function(of: node),
      states: sample.states)
    if firstSeen[sample.node] == Self.never { firstSeen[sample.node] = sample.instant }
    lastSeen[sample.node] = sample.instant
  }

  package mutating func end<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try packedTimeline.writeBase64(into: &bytes, drain: drain)
    bytes.append(contentsOf: EmbeddedFlameGraph.closing.utf8)
  }

  private func function(of node: Profile.Node) -> Int? {
    if case .frame(let frame) = node.kind { profile.frames[frame].function } else { nil }
  }

  /// As `timeline.js` reads it: the length of a stretch in nanoseconds, their number, and how many make one of a function;
  /// for each thread running and idle microseconds; functions with their own time; functions with when they were first
  /// seen, and how much later last, in microseconds; the length of what follows, and when nodes had samples of their own,
  /// and what their threads were at (`NodeActivity`).
  private var packedTimeline: PackedBytes {
    var pack = PackedBytes()
    pack.append(Int(activity.stretch.rawValue))
    pack.append(activity.count)
    pack.append(ThreadActivity.grouping)
    for thread in profile.threads.indices {
      let (running, idle) = activity.microseconds(ofThread: thread)
      pack.append(sparse: running)
      pack.append(sparse: idle)
    }
    let rows = activity.functionRows
    pack.append(rows.count)
    for (function, microseconds) in rows {
      pack.append(function)
      pack.append(sparse: microseconds)
    }
    let spans = functionSpans
    pack.append(spans.count)
    for (function, first, last) in spans {
      pack.append(function)
      pack.append(Int(first.rawValue / 1000))
      pack.append(Int((last - first).rawValue / 1000))
    }
    let nodes = activity.nodes.packed(places: places)
    pack.append(nodes.bytes.count)
    pack.append(raw: nodes.bytes)
    return pack
  }

  /// By node, its place in the order in which `ProfilePack` has them.
  private var places: [Int] {
    var places = [Int](repeating: 0, count: profile.nodes.count)
    var next = 0
    profile.walk { index, entering in
      guard entering else { return }
      places[index] = next
      next += 1
    }
    return places
  }

  /// For each function that was in a stack, when that was first and last.
  private var functionSpans: [(function: Int, first: Nanoseconds, last: Nanoseconds)] {
    var first = firstSeen
    var last = lastSeen
    var spans: [Int: (first: Nanoseconds, last: Nanoseconds)] = [:]
    // Callers stand before what they call.
    for index in profile.nodes.indices.reversed() where first[index] != Self.never {
      let node = profile.nodes[index]
      if let parent = node.parent {
        first[parent] = first[parent] == Self.never ? first[index] : min(first[parent], first[index])
        last[parent] = max(last[parent], last[index])
      }
      guard let function = function(of: node) else { continue }
      let known = spans[function] ?? (first[index], last[index])
      spans[function] = (min(known.first, first[index]), max(known.last, last[index]))
    }
    return spans.sorted { $0.key < $1.key }.map { ($0.key, $0.value.first, $0.value.last) }
  }
}
