internal import Glibc

/// When enough pairs were measured: as soon as the interval is as narrow as it is wanted.
///
/// Who looks after every pair and stops when the interval happens to be narrow stops too early, and then 95 % intervals
/// hold the truth less often. So it looks seldom, from ten pairs on, and asks for 97 % each time; that an interval is
/// narrow says nothing on which side the truth is, so only the width is looked at, never the verdict. How often the
/// truth is then held is simulated in the tests: 95 % and more.
/// Source: Y. S. Chow and H. Robbins, "On the asymptotic theory of fixed-width sequential confidence intervals", Annals
/// of Mathematical Statistics 36 (1965), on stopping by width.
package struct PrecisionRule: Hashable, Sendable {
  /// Half of the width that is wanted, of log ratios.
  package let halfWidth: Double
  /// Pairs that are made at most.
  package let budget: Int

  /// What the interval is asked to hold of a comparison that was stopped by its width.
  package static let level = 0.97

  package init(halfWidth: Double, budget: Int) {
    self.halfWidth = halfWidth
    self.budget = budget
  }

  /// Whether no further pair is needed.
  package func isDone(_ differences: [Double]) -> Bool {
    if differences.count >= budget { return true }
    guard Self.looks(at: differences.count), let interval = PairedShift(differences).interval(level: Self.level) else {
      return false
    }
    return interval.halfWidth <= halfWidth
  }

  /// At 10 pairs, and then each time that there are a quarter more.
  package static func looks(at count: Int) -> Bool {
    var look = 10
    while look < count { look += (look + 3) / 4 }
    return look == count
  }
}
