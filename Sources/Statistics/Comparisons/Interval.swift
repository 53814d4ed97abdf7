/// What a quantity is likely to be.
package struct Interval: Hashable, Sendable {
  package var lower: Double
  package var upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  package var halfWidth: Double { (upper - lower) / 2 }

  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
