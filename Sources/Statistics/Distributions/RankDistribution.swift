internal import Glibc

/// How likely each value of a rank statistic is where there is no difference.
///
/// Both statistics count pairs: of `largest` pairs, so many lie on one side. Their distributions are symmetric.
package struct RankDistribution: Sendable {
  /// The largest value; the smallest is 0.
  package let largest: Int
  /// Shares of values up to each index, for as many as are needed; of the rest the normal approximation is used.
  private let cumulativeShares: [Double]
  private let deviation: Double

  /// Up to so many values in each sample the distribution is counted out; beyond, in its tails it is normal to 0.0003.
  private static let exactLimit = 25

  /// Wilcoxon's signed-rank statistic of `count` differences: how many of their pairwise means are positive.
  ///
  /// Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); its equality with a
  /// count of pairwise means: J. W. Tukey (1949), in Hollander and Wolfe, "Nonparametric Statistical Methods", 3.1.
  package static func signedRank(count: Int) -> RankDistribution {
    let n = Double(count)
    let largest = count * (count + 1) / 2
    var ways = [1.0]
    if count <= exactLimit {
      ways += Array(repeating: 0, count: largest)
      // Each rank is counted or not.
      for rank in stride(from: 1, through: count, by: 1) {
        for value in stride(from: largest, through: rank, by: -1) { ways[value] += ways[value - rank] }
      }
    }
    return RankDistribution(
      largest: largest, ways: count <= exactLimit ? ways : [],
      deviation: (n * (n + 1) * (2 * n + 1) / 24).squareRoot())
  }

  /// Mann and Whitney's statistic of two samples: how many of the pairs, one of each, lie on one side.
  ///
  /// Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947); the counts are the coefficients
  /// of the Gaussian binomial coefficient.
  package static func rankSum(_ first: Int, _ second: Int) -> RankDistribution {
    let (n, m) = (Double(first), Double(second))
    let largest = first * second
    var ways: [Double] = []
    if first <= exactLimit, second <= exactLimit {
      ways = [1.0] + Array(repeating: 0, count: largest)
      // Multiplied by 1 − q^(m + i), then divided by 1 − q^i.
      for i in stride(from: 1, through: first, by: 1) {
        for value in stride(from: largest, through: second + i, by: -1) { ways[value] -= ways[value - second - i] }
        for value in stride(from: i, through: largest, by: 1) { ways[value] += ways[value - i] }
      }
    }
    return RankDistribution(largest: largest, ways: ways, deviation: (n * m * (n + m + 1) / 12).squareRoot())
  }

  private init(largest: Int, ways: [Double], deviation: Double) {
    self.largest = largest
    self.deviation = deviation
    let all = ways.reduce(0, +)
    var sum = 0.0
    cumulativeShares = ways.map { way in
      sum += way
      return sum / all
    }
  }

  /// The share of values that are at most `value`.
  package func cumulative(_ value: Int) -> Double {
    guard value >= 0 else { return 0 }
    guard value < largest else { return 1 }
    if !cumulativeShares.isEmpty { return cumulativeShares[value] }
    // Half a step, because a value stands for all that would be rounded to it.
    return NormalDistribution.cumulative((Double(value) + 0.5 - Double(largest) / 2) / deviation)
  }

  /// How many of the sorted pairs at each end lie outside of the interval that holds the share `level`.
  ///
  /// - Returns: Nil when there are too few values for any such interval.
  package func outside(level: Double) -> Int? {
    let tail = (1 - level) / 2
    guard cumulative(0) <= tail else { return nil }
    var (low, high) = (0, largest / 2)
    while low < high {
      let middle = (low + high + 1) / 2
      if cumulative(middle) <= tail { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
