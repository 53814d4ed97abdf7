internal import ProfileModel

/// Makes a profile of each stretch of a run out of what the run has told so far.
struct StretchProfiles: Sendable {
  private var known = Profile(
    functions: [], frames: [], threads: [], nodes: [], ledger: Ledger(), pythonVersion: "")

  /// Samples a second that were wanted; 0 while it is not known.
  var wantedRate: Double { known.ledger.wantedRate }

  /// - Returns: Only what the stretch has samples of; nil when it has none.
  mutating func profile(of stretch: Stretch, lasting elapsed: Nanoseconds) -> Profile? {
    for event in stretch.events { add(event) }
    guard stretch.weights.contains(where: { $0 != .zero }) else { return nil }
    var profile = known
    for (node, weight) in stretch.weights.enumerated() { profile.nodes[node].own = weight }
    profile.ledger = Ledger()
    profile.ledger.wantedRate = known.ledger.wantedRate
    profile.ledger.elapsed = elapsed
    return LineProfile(profile.sampledPart).profile
  }

  private mutating func add(_ event: ProfileEvent) {
    switch event {
    case .function(let function): known.functions.append(function)
    case .frame(let frame): known.frames.append(frame)
    case .thread(let thread): known.threads.append(thread)
    case .threadName(let thread, let name): known.threads[thread].name = name
    case .node(let node): known.nodes.append(node)
    case .runtime(let version, let sampledTime):
      known.pythonVersion = version
      known.sampledTime = sampledTime
    case .ledger(let ledger): known.ledger = ledger
    case .process, .sample: break
    }
  }
}
