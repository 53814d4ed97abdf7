import Statistics
import Testing

/// Reference values: scipy 1.18.1, `stats.wilcoxon`, `stats.mannwhitneyu` (both exact) and `stats.ttest_1samp`; an
/// interval's ends are where their significance crosses 5 %.
struct ShiftTests {
  private let differences = [
    0.031, -0.012, 0.054, 0.008, 0.027, -0.003, 0.041, 0.019, -0.022, 0.036, 0.011, 0.049,
  ]
  private let base = [1.02, 0.97, 1.10, 1.05, 0.99, 1.01]
  private let new = [1.12, 1.07, 1.21, 1.09, 1.17, 1.03, 1.13]

  @Test func comparesPairs() throws {
    let shift = PairedShift(differences)
    #expect(abs(shift.estimate - 0.02025) < 1e-12)
    let interval = try #require(shift.interval(level: 0.95))
    #expect(abs(interval.lower - 0.0035) < 1e-12)
    #expect(abs(interval.upper - 0.0365) < 1e-12)
    #expect(abs(try #require(shift.significance(of: 0)) - 0.02685546875) < 1e-12)
    #expect(abs(try #require(shift.significance(of: 0.05)) - 0.00146484375) < 1e-12)
  }

  @Test func comparesFewPairsByStudentsMethod() throws {
    let shift = PairedShift(Array(differences.prefix(5)))
    #expect(abs(shift.estimate - 0.0216) < 1e-12)
    let interval = try #require(shift.interval(level: 0.95))
    #expect(abs(interval.lower - -0.009324663283457945) < 1e-10)
    #expect(abs(interval.upper - 0.05252466328345794) < 1e-10)
    #expect(abs(try #require(shift.significance(of: 0)) - 0.12448199660423609) < 1e-10)
    #expect(abs(try #require(shift.significance(of: 0.01)) - 0.356468500898931) < 1e-10)
  }

  @Test(arguments: 0...2)
  func knowsNothingOfTwoPairs(_ count: Int) {
    let shift = PairedShift(Array(differences.prefix(count)))
    #expect(shift.interval(level: 0.95) == nil)
    #expect(shift.significance(of: 0) == nil)
    #expect(count == 0 ? shift.estimate.isNaN : shift.estimate.isFinite)
  }

  @Test func comparesSamples() throws {
    let shift = UnpairedShift(from: base, to: new)
    #expect(abs(shift.estimate - 0.1) < 1e-12)
    let interval = try #require(shift.interval(level: 0.95))
    #expect(abs(interval.lower - 0.02) < 1e-12)
    #expect(abs(interval.upper - 0.16) < 1e-12)
    #expect(abs(try #require(shift.significance(of: 0)) - 0.013986013986013986) < 1e-12)
  }

  /// Calculated by hand from Holm's rule, in exact fractions.
  @Test func correctsForSeveralTests() {
    let corrected = HolmCorrection.corrected([0.01, 0.04, 0.03, 0.005, 0.5])
    #expect(zip(corrected, [0.04, 0.09, 0.09, 0.025, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(HolmCorrection.corrected([0.2]) == [0.2])
    #expect(HolmCorrection.corrected([]) == [])
    #expect(HolmCorrection.corrected([0.9, 0.8]) == [1, 1])
  }
}
