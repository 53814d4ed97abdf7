/// Chooses a part of the samples to be stopped for: one at a random place of each stretch.
///
/// As for `Schedule`, that leaves shorter gaps than to choose each sample for itself.
struct StopChoice {
  private var random: SplitMix64
  /// Stretches passed, and where the next choice lies, in stretches.
  private var position = 0.0
  private var stretch = 0.0
  private var next: Double

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    next = random.nextShare()
  }

  /// - Parameter share: The part of samples to be chosen now, 0 … 1.
  mutating func falls(on share: Double) -> Bool {
    position += share
    guard position > next else { return false }
    stretch += 1
    next = stretch + random.nextShare()
    return true
  }
}
