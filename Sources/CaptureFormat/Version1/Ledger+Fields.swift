import ProfileModel

extension Ledger {
  /// The order in which a capture has them; more can only be added in another version.
  static var times: [WritableKeyPath<Ledger, Nanoseconds>] {
    [\.elapsed, \.stoppedTime, \.ownCPU]
  }

  static var counts: [WritableKeyPath<Ledger, Int>] {
    [
      \.ticksWanted, \.ticksTaken, \.ticksLate, \.ticksYielded, \.complete, \.partial, \.deferred, \.failed, \.stopped,
      \.refused,
    ]
  }
}
