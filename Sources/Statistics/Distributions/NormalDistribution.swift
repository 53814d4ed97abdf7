internal import Glibc

/// The normal distribution with mean 0 and standard deviation 1.
package enum NormalDistribution {
  /// The share of it that lies below `value`.
  ///
  /// Source: Φ(x) = erfc(−x/√2)/2, DLMF 7.18 and 8.4; erfc(3).
  package static func cumulative(_ value: Double) -> Double {
    erfc(-value / 2.0.squareRoot()) / 2
  }

  /// The value that the share `probability` lies below.
  ///
  /// Found on the distribution itself by halving, to the last bits of the value.
  /// - Parameter probability: Over 0 and below 1.
  package static func quantile(_ probability: Double) -> Double {
    root(of: { cumulative($0) - probability }, between: -40, and: 40)
  }
}

/// Where a rising function crosses zero.
func root(of rising: (Double) -> Double, between lower: Double, and upper: Double) -> Double {
  var (lower, upper) = (lower, upper)
  while true {
    let middle = lower + (upper - lower) / 2
    // No double lies between the two any more.
    guard middle > lower, middle < upper else { return middle }
    if rising(middle) < 0 { lower = middle } else { upper = middle }
  }
}
