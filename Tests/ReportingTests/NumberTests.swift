import ProfileModel
import Testing

@testable import Reporting

@Suite struct NumberTests {
  @Test(arguments: [
    (0, "0 s"), (1, "1.00 ns"), (999.4, "999 ns"), (999.6, "1.00 µs"), (12_345, "12.3 µs"), (9_996_000, "10.0 ms"),
    (1.5e9, "1.50 s"), (119.4e9, "119 s"), (120e9, "2.00 min"), (7_200e9, "2.00 h"), (-12_345, "−12.3 µs"),
    (9.2e18, "2555556 h"),
  ])
  func showsDurationsWithThreeDigits(_ nanoseconds: Double, _ text: String) {
    #expect(String(nanoseconds: nanoseconds) == text)
  }

  @Test func showsTheDeviationInTheUnitOfTheMean() {
    #expect(String(mean: 12_345, deviation: 432) == "12.3 ± 0.4 µs")
    #expect(String(mean: 1_230_000, deviation: 45_678_000) == "1.23 ± 45.68 ms")
    #expect(String(mean: 12_345, deviation: nil) == "12.3 ± – µs")
  }

  @Test(arguments: [(0, "0.0"), (0.123, "12.3"), (1, "100.0"), (0.0004, "<0.1"), (0.0006, "0.1")])
  func showsSharesInPercent(_ share: Double, _ text: String) {
    #expect(String(percent: share) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "−1,000")])
  func groupsCounts(_ count: Int, _ text: String) {
    #expect(String(count: count) == text)
  }

  @Test(arguments: [
    (0, "0 Hz"), (1000, "1 kHz"), (9980, "9.98 kHz"), (997, "997 Hz"), (100, "100 Hz"), (2.5e9, "2.5 GHz"),
    (999.7, "1 kHz"), (1e12, "1000 GHz"),
  ])
  func showsRatesShort(_ hertz: Double, _ text: String) {
    #expect(String(rate: hertz) == text)
  }

  @Test func showsFrequenciesWithThreeDigits() {
    #expect(String(frequency: 2.5e9) == "2.50 GHz")
  }
}
