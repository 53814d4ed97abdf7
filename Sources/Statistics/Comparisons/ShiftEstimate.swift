/// How far values of one kind lie from those of another, by one of the methods for it.
package protocol ShiftEstimate: Sendable {
  /// The most likely shift.
  var estimate: Double { get }

  /// What the shift is likely to be.
  /// - Parameter level: The share of such intervals that hold the truth, below 1.
  /// - Returns: Nil when there are too few values.
  func interval(level: Double) -> Interval?

  /// How likely a shift at least as far from `shift` would be found if it were that one; both directions together.
  /// - Returns: Nil when there are too few values.
  func significance(of shift: Double) -> Double?
}
