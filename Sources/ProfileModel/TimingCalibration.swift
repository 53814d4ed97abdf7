/// What the timer itself costs, measured in the program that it timed.
package struct TimingCalibration: Hashable, Sendable {
  /// What the call of an empty function reads: subtracted from every call.
  package var bias: Spread
  /// What a timed call adds to the functions around it: subtracted from those that are timed.
  package var cost: Spread
  /// Nanoseconds that were subtracted from every call: less than the bias where the program's own calls show that it
  /// was measured while the machine was slow. Nil where raw times were asked for.
  package var appliedBias: Double?
  /// Nanoseconds by which the clock advances at a time: what is read is off by as much, and the mean of many by less. Nil
  /// where that is not known.
  package var clockStep: Double?

  package var isApplied: Bool { appliedBias != nil }

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

  package init(bias: Spread, cost: Spread, appliedBias: Double?, clockStep: Double? = nil) {
    self.bias = bias
    self.cost = cost
    self.appliedBias = appliedBias
    self.clockStep = clockStep
  }
}
