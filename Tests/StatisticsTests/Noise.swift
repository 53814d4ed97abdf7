import Foundation
import SeriemaTestSupport

/// Random numbers of known distributions, to simulate comparisons with.
struct Noise {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// How log ratios of pairs may be distributed.
  enum Shape: CaseIterable, Sendable {
    case normal
    /// Now and then one of the two is disturbed much: a fifth of the pairs, eight times as far.
    case disturbed
    /// Two exponential delays, one on each side.
    case exponential
  }

  /// Over 0 and below 1.
  mutating func share() -> Double { Double.random(in: 1e-12..<1, using: &generator) }

  /// Mean 0, standard deviation 1.
  ///
  /// Source: G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958).
  mutating func normal() -> Double {
    (-2 * log(share())).squareRoot() * cos(2 * .pi * share())
  }

  /// Around 0.
  mutating func next(_ shape: Shape) -> Double {
    switch shape {
    case .normal: normal()
    case .disturbed: share() < 0.2 ? normal() * 8 : normal()
    case .exponential: log(share()) - log(share())
    }
  }

  /// Log times of runs one after the other, on a machine that has slow phases and others, and drifts.
  ///
  /// As measured: single runs differ by a few percent, phases of some runs take 1.6 times as long.
  mutating func machine(runs: Int) -> [Double] {
    var drift = normal()
    var isSlow = share() < 0.3
    return (0..<runs).map { _ in
      drift = 0.95 * drift + 0.31 * normal()
      if share() < (isSlow ? 0.05 : 0.02) { isSlow.toggle() }
      return 0.03 * drift + 0.02 * normal() + (isSlow ? log(1.6) : 0)
    }
  }

  /// The second of a pair less the first, where the order of the two kinds was drawn by lot.
  mutating func difference(ofPair pair: Int, in runs: [Double]) -> Double {
    let difference = runs[2 * pair + 1] - runs[2 * pair]
    return share() < 0.5 ? difference : -difference
  }
}
