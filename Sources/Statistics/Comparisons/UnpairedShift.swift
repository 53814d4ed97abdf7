/// How far the values of one sample lie above those of another, both in any order.
///
/// The estimate is the median of all differences between one of each, and the interval is the one that Mann and
/// Whitney's test does not reject. Values of a sample must be independent of each other: runs that were made at one
/// occasion are not.
/// Source: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
/// Statistics 34 (1963); the interval: Hollander and Wolfe, "Nonparametric Statistical Methods", 4.3.
package struct UnpairedShift: ShiftEstimate {
  package let estimate: Double
  /// Differences between one of each, rising.
  private let differences: [Double]
  private let distribution: RankDistribution

  package init(from base: [Double], to new: [Double]) {
    differences = new.flatMap { value in base.map { value - $0 } }.sorted()
    estimate = differences.medianOfSorted
    distribution = .rankSum(base.count, new.count)
  }

  package func interval(level: Double) -> Interval? {
    guard !differences.isEmpty, let outside = distribution.outside(level: level) else { return nil }
    return Interval(lower: differences[outside], upper: differences[differences.count - 1 - outside])
  }

  package func significance(of shift: Double) -> Double? {
    guard !differences.isEmpty else { return nil }
    let (below, equal) = differences.position(of: shift)
    let side = min(below + equal, differences.count - below)
    return min(1, 2 * distribution.cumulative(side))
  }
}
