/// The mean of a few differences, taken as normally distributed.
///
/// Source: Student, "The probable error of a mean", Biometrika 6 (1908).
struct StudentShift: Sendable {
  let mean: Double
  private let error: Double
  private let distribution: StudentDistribution

  /// Nil below three differences: two say next to nothing on their spread.
  init?(_ differences: [Double]) {
    guard differences.count >= 3 else { return nil }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    error = (squares / (n - 1) / n).squareRoot()
    distribution = StudentDistribution(degreesOfFreedom: n - 1)
  }

  func interval(level: Double) -> Interval {
    let half = distribution.quantile((1 + level) / 2) * error
    return Interval(lower: mean - half, upper: mean + half)
  }

  func significance(of shift: Double) -> Double {
    guard error > 0 else { return mean == shift ? 1 : 0 }
    return 2 * distribution.cumulative(-((mean - shift) / error).magnitude)
  }
}
