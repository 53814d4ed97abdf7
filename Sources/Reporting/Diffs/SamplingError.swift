import ProfileModel

/// How far a time that was found by sampling may be from the true one.
struct SamplingError: Hashable, Sendable {
  /// In seconds.
  let total: Double
  /// How many independent ones would say as much.
  let samples: Double

  init(_ profile: Profile) {
    total = profile.total.time.seconds
    samples = profile.ledger.effective.count
  }

  /// The standard error, in seconds: that of a share of independent samples. Where a share is 0 or 1 it is that of one
  /// sample more.
  func seconds(of time: Nanoseconds) -> Double {
    guard samples > 0, total > 0 else { return 0 }
    let share = (min(max(time.seconds / total, 0), 1) * samples + 0.5) / (samples + 1)
    return total * (share * (1 - share) / samples).squareRoot()
  }
}
