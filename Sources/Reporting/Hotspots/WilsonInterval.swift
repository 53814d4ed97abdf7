/// How far a share that was found by sampling may be from the true one.
///
/// Samples are taken as independent. Several threads sampled at the same tick, or a program in step with the sampler,
/// make them less so, and the true uncertainty larger.
/// Source: E. B. Wilson, "Probable inference", JASA 22 (1927); it holds for few samples and for shares near 0 and 1,
/// where the normal approximation fails.
struct WilsonInterval: Hashable, Sendable {
  /// Half of the width of the 95 % interval, 0 … 0.5.
  let halfWidth: Double

  /// - Parameters:
  ///   - share: 0 … 1, as found.
  ///   - samples: How many of equal weight it was found from; without any, nothing is known.
  init(share: Double, samples: Double) {
    guard samples > 0 else {
      halfWidth = 0.5
      return
    }
    let z = 1.959964
    let n = samples
    let p = min(max(share, 0), 1)
    halfWidth = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  }
}
