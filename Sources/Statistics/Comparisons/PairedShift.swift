/// The centre of differences between the two of each pair.
///
/// Where both are the same, and which of the two came first was drawn by lot, differences are as likely positive as
/// negative, whatever the machine does meanwhile: then this holds with no other assumption.
///
/// The estimate is the median of all means of two differences, and the interval is the one that Wilcoxon's signed-rank
/// test does not reject. Below six pairs, where that test cannot reject at 95 %, mean and interval are Student's.
/// Source: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
/// Statistics 34 (1963).
///
/// A bootstrap of the median, the other candidate, covers 91–93 % instead of 95 % at 6 to 15 pairs.
package struct PairedShift: ShiftEstimate {
  /// How many pairs there are.
  package let count: Int
  package let estimate: Double
  /// Means of two differences, each with itself too, rising.
  private let means: [Double]
  private let distribution: RankDistribution
  private let student: StudentShift?

  /// - Parameter differences: One of each pair, in any order; without any the estimate is not a number.
  package init(_ differences: [Double]) {
    count = differences.count
    distribution = .signedRank(count: differences.count)
    student = StudentShift(differences)
    var means: [Double] = []
    means.reserveCapacity(distribution.largest)
    for (index, difference) in differences.enumerated() {
      for other in differences[index...] { means.append((difference + other) / 2) }
    }
    means.sort()
    self.means = means
    // The same figure that the interval belongs to.
    let mean = differences.reduce(0, +) / Double(differences.count)
    estimate = differences.count < 6 ? mean : means.medianOfSorted
  }

  package func interval(level: Double) -> Interval? {
    guard let outside = distribution.outside(level: level) else { return student?.interval(level: level) }
    return Interval(lower: means[outside], upper: means[means.count - 1 - outside])
  }

  package func significance(of shift: Double) -> Double? {
    guard count >= 6 else { return student?.significance(of: shift) }
    let (below, equal) = means.position(of: shift)
    // Those that are equal count for the side that makes it less significant.
    let side = min(below + equal, means.count - below)
    return min(1, 2 * distribution.cumulative(side))
  }
}

extension [Double] {
  /// The middle one of sorted values, or the mean of the two; not a number without any.
  package var medianOfSorted: Double {
    guard !isEmpty else { return .nan }
    return (self[(count - 1) / 2] + self[count / 2]) / 2
  }

  /// Of sorted values: how many lie below, and how many are equal.
  func position(of value: Double) -> (below: Int, equal: Int) {
    let below = partitioningIndex { $0 >= value }
    return (below, partitioningIndex { $0 > value } - below)
  }

  /// Of values that fulfil a condition from some index on: that index.
  private func partitioningIndex(where isBeyond: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
