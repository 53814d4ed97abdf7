internal import Glibc

/// Student's t distribution.
package struct StudentDistribution: Hashable, Sendable {
  /// Over 0; need not be whole.
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "a t distribution of \(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The share of it that lies below `value`.
  ///
  /// Source: Student, "The probable error of a mean", Biometrika 6 (1908); as an incomplete beta function in
  /// Abramowitz and Stegun, 26.7.1 and 26.5.27.
  package func cumulative(_ value: Double) -> Double {
    let n = degreesOfFreedom
    let tail = Self.incompleteBeta(n / (n + value * value), n / 2, 0.5) / 2
    return value > 0 ? 1 - tail : tail
  }

  /// The value that the share `probability` lies below.
  /// - Parameter probability: Over 0 and below 1.
  package func quantile(_ probability: Double) -> Double {
    root(of: { cumulative($0) - probability }, between: -1e6, and: 1e6)
  }

  /// The regularised incomplete beta function.
  ///
  /// Source: its continued fraction, DLMF 8.17.22, evaluated by Lentz's method (Applied Optics 15, 1976); it converges
  /// quickly for x < (a + 1)/(a + b + 2), and beyond that through the symmetry DLMF 8.17.4.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logarithm = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
    let least = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d.magnitude < least ? least : d)
    var fraction = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      var change = 1.0
      for coefficient in [even, odd] {
        d = 1 + coefficient * d
        d = 1 / (d.magnitude < least ? least : d)
        c = 1 + coefficient / c
        c = c.magnitude < least ? least : c
        change = c * d
        fraction *= change
      }
      if (change - 1).magnitude < 1e-15 { break }
    }
    return exp(logarithm) * fraction / a
  }
}
