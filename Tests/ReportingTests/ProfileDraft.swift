import ProfileModel

/// Builds a profile from stacks, as a sampler would.
struct ProfileDraft {
  private(set) var profile = Profile(
    functions: [], frames: [], threads: [], nodes: [], ledger: Ledger(), pythonVersion: "3.13.1")

  /// What a stack ends in, inside of its frames.
  enum End {
    case leaf
    case cut
    case noFrames
  }

  /// Adds samples of one millisecond each.
  /// - Parameter stack: Outermost first; a function and the line it is at.
  mutating func add(
    _ stack: [(FunctionIdentity, line: Int)], samples: Int, idle: Int = 0, thread: Int = 0, end: End = .leaf
  ) {
    add(
      stack,
      weight: Weight(
        samples: samples, time: Nanoseconds(Int64(samples) * 1_000_000), idle: Nanoseconds(Int64(idle) * 1_000_000)),
      thread: thread, end: end)
  }

  /// Adds samples that stand for so much.
  /// - Returns: The node that they end in; nil for an empty stack.
  @discardableResult mutating func add(
    _ stack: [(FunctionIdentity, line: Int)], weight: Weight, thread: Int = 0, end: End = .leaf
  ) -> Int? {
    var parent: Int?
    for (function, line) in stack {
      parent = node(
        below: parent, thread: thread, kind: .frame(frame(Frame(function: index(of: function), line: line))))
    }
    switch end {
    case .leaf: break
    case .cut: parent = node(below: parent, thread: thread, kind: .cut)
    case .noFrames: parent = node(below: parent, thread: thread, kind: .noFrames)
    }
    guard let leaf = parent else { return nil }
    profile.nodes[leaf].own += weight
    return leaf
  }

  mutating func addThread(_ name: String, process: Int32 = 4711, thread: Int32 = 4711) {
    profile.threads.append(SampledThread(process: process, thread: thread, name: name))
  }

  /// The profile with a ledger that fits its samples at 1 kHz, after `adjust`.
  func finished(_ adjust: (inout Profile) -> Void = { _ in }) -> Profile {
    var result = profile
    let samples = result.total.samples
    result.ledger.wantedRate = 1000
    result.ledger.elapsed = Nanoseconds(Int64(samples) * 1_000_000)
    result.ledger.ticksWanted = samples
    result.ledger.ticksTaken = samples
    result.ledger.complete = samples
    for _ in 0..<samples { result.ledger.effective.add(Nanoseconds(1_000_000)) }
    result.ledger.ownCPU = Nanoseconds(Int64(samples) * 15_000)
    adjust(&result)
    return result
  }

  private mutating func index(of function: FunctionIdentity) -> Int {
    if let index = profile.functions.lastIndex(of: function) { return index }
    profile.functions.append(function)
    return profile.functions.count - 1
  }

  private mutating func frame(_ frame: Frame) -> Int {
    if let index = profile.frames.lastIndex(of: frame) { return index }
    profile.frames.append(frame)
    return profile.frames.count - 1
  }

  private mutating func node(below parent: Int?, thread: Int, kind: Profile.Node.Kind) -> Int {
    // Few nodes are searched from the end, where a child of the last one is found or missing at once.
    if let index = profile.nodes.suffix(64).lastIndex(where: {
      $0.parent == parent && $0.thread == thread && $0.kind == kind
    }) {
      return index
    }
    profile.nodes.append(Profile.Node(parent: parent, thread: thread, kind: kind, own: .zero))
    return profile.nodes.count - 1
  }
}
