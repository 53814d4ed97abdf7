/// What the timer itself costs, measured in the program that it timed.
package struct TimingCalibration: Hashable, Sendable {
  /// What the call of an empty function reads: subtracted from every call.
  package var bias: Spread
  /// What a timed call adds to the functions around it: subtracted from those that are timed.
  package var cost: Spread
  /// Whether durations are corrected by these; not where raw ones were asked for.
  package var isApplied: Bool

  /// Several measurements, in nanoseconds.
  package struct Spread: Hashable, Sendable {
    package var lowerQuartile: Double
    package var median: Double
    package var upperQuartile: Double

    package init(lowerQuartile: Double, median: Double, upperQuartile: Double) {
      self.lowerQuartile = lowerQuartile
      self.median = median
      self.upperQuartile = upperQuartile
    }
  }

  package init(bias: Spread, cost: Spread, isApplied: Bool) {
    self.bias = bias
    self.cost = cost
    self.isApplied = isApplied
  }
}
