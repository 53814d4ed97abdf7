extension Profile {
  /// The events that samples of this profile refer to: everything but the samples.
  package var definitions: [ProfileEvent] {
    var events: [ProfileEvent] = [.runtime(pythonVersion: pythonVersion, sampledTime: sampledTime)]
    events += functions.map(ProfileEvent.function)
    events += frames.map(ProfileEvent.frame)
    events += threads.map(ProfileEvent.thread)
    events += nodes.map { node in
      var bare = node
      bare.own = .zero
      return .node(bare)
    }
    events += processes.map(ProfileEvent.process)
    events.append(.ledger(ledger))
    return events
  }
}
