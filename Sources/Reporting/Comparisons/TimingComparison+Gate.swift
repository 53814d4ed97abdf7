internal import Statistics

extension TimingComparison {
  /// Whether a limit on how much slower a function may be is kept.
  package enum Gate: Hashable, Sendable {
    case kept
    /// These are slower by more than the limit, with their whole interval.
    case exceeded([String])
    /// There is no interval to judge these by.
    case unknown([String])
  }

  /// - Parameter limit: As a share: 0.05 is 5 % slower.
  package func gate(above limit: Double) -> Gate {
    let exceeding = entries.filter { entry in
      entry.verdict == .slower && entry.change.interval.map { $0.lower > limit } == true
    }
    if !exceeding.isEmpty { return .exceeded(exceeding.map(\.name)) }
    let unknown = entries.filter { $0.verdict == .none }.map(\.name) + onlyInBase
    return unknown.isEmpty && !entries.isEmpty ? .kept : .unknown(unknown)
  }
}
