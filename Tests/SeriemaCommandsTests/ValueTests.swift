import ProfileModel
import Testing

@testable import SeriemaCommands

@Suite struct ValueTests {
  @Test(arguments: [
    ("500", 500), ("10000", 10_000), ("10khz", 10_000), ("10kHz", 10_000), ("10k", 10_000), ("1mhz", 1_000_000),
    ("0.5", 0.5), ("100hz", 100),
  ])
  func readsRates(_ text: String, _ hertz: Double) {
    #expect(SamplingRate(argument: text)?.hertz == hertz)
  }

  @Test(arguments: ["", "0", "-1", "abc", "10q", "2mhz", "1e9", "nan", "inf", "k"])
  func refusesOtherRates(_ text: String) {
    #expect(SamplingRate(argument: text) == nil)
  }

  @Test(arguments: [
    ("30", 30.0), ("1.5", 1.5), ("500ms", 0.5), ("2m", 120), ("1h", 3600), ("10s", 10), ("1min", 60),
  ])
  func readsDurations(_ text: String, _ seconds: Double) {
    #expect(DurationArgument(argument: text)?.nanoseconds == Nanoseconds(seconds: seconds))
  }

  @Test(arguments: ["", "0", "-1", "s", "1x", "nan", "ms"])
  func refusesOtherDurations(_ text: String) {
    #expect(DurationArgument(argument: text) == nil)
  }
}
