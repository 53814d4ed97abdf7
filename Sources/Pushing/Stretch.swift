internal import ProfileModel

/// The samples of a stretch of a run, added up by node: it grows with what is distinct, not with time.
struct Stretch: Sendable {
  /// What has become known since the last one.
  var events: [ProfileEvent] = []
  /// By node.
  private(set) var weights: [Weight] = []

  /// Counts a sample.
  mutating func add(_ weight: Weight, to node: Int) {
    while weights.count <= node { weights.append(.zero) }
    weights[node] += weight
  }

  /// Empties it, and keeps its room.
  mutating func clear() {
    events.removeAll(keepingCapacity: true)
    for index in weights.indices where weights[index] != .zero { weights[index] = .zero }
  }
}
