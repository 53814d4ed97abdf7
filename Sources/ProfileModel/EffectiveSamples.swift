/// How many samples of equal weight would say as much as some of different weights.
///
/// Source: L. Kish, "Survey Sampling" (1965): the square of the sum of the weights by the sum of their squares.
package struct EffectiveSamples: Hashable, Sendable {
  /// In seconds, and in seconds squared.
  package private(set) var sum = 0.0
  package private(set) var sumOfSquares = 0.0

  package init() {}

  /// As they were added up elsewhere.
  ///
  /// - Parameters:
  ///   - sum: In seconds.
  ///   - sumOfSquares: In seconds squared.
  package init(sum: Double, sumOfSquares: Double) {
    self.sum = sum
    self.sumOfSquares = sumOfSquares
  }

  /// - Parameter time: What the sample stands for.
  package mutating func add(_ time: Nanoseconds) {
    sum += time.seconds
    sumOfSquares += time.seconds * time.seconds
  }

  package static func += (left: inout EffectiveSamples, right: EffectiveSamples) {
    left.sum += right.sum
    left.sumOfSquares += right.sumOfSquares
  }

  /// At most as many as were added; fewer where few of them stand for much of the time.
  package var count: Double { sumOfSquares > 0 ? sum * sum / sumOfSquares : 0 }
}
