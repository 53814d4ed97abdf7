import ProfileModel
import Testing

@testable import Reporting

/// What the reports say of how the samples came about.
@Suite struct LedgerTests {
  private static func ledger(_ change: (inout Ledger) -> Void = { _ in }) -> Ledger {
    var ledger = Ledger()
    ledger.wantedRate = 10_000
    ledger.elapsed = Nanoseconds(seconds: 2)
    ledger.ticksWanted = 20_000
    ledger.ticksTaken = 20_000
    ledger.complete = 20_000
    ledger.ownCPU = Nanoseconds(seconds: 0.1)
    change(&ledger)
    return ledger
  }

  private static func text(_ ledger: Ledger) -> String {
    LedgerAccount(ledger).paragraphs.map(\.text).joined(separator: "\n")
  }

  @Test func warnsOfNothingWhenTheRateWasReached() {
    #expect(!Self.text(Self.ledger()).contains("warning"))
  }

  @Test func saysThatTheStopBudgetLimitedTheRate() {
    let text = Self.text(
      Self.ledger {
        $0.ticksTaken = 4000
        $0.ticksYielded = 15_900
        $0.stopped = 4000
        $0.stoppedTime = Nanoseconds(seconds: 0.09)
      })
    #expect(text.contains("only 20.0 % of the wanted rate was reached, "))
    #expect(text.contains("because the program may not be stopped for more"))
    #expect(text.contains("it stood still for 4.5 % of the time"))
    #expect(text.contains("0 ticks late, 100 missed; 15,900 ticks left out for the stop budget"))
  }

  @Test func saysThatASampleCostTooMuchForTheRate() {
    let text = Self.text(
      Self.ledger {
        $0.ticksTaken = 10_000
        $0.ownCPU = Nanoseconds(seconds: 1.96)
      })
    #expect(text.contains("because a tick took 196 µs of CPU time, and all of one core is all there is"))
  }

  @Test func saysThatItWasNotWokenInTime() {
    let text = Self.text(Self.ledger { $0.ticksTaken = 10_000 })
    #expect(text.contains("because the machine was too busy to wake seriema in time"))
    #expect(text.contains("10,000 missed"))
  }

  @Test func saysHowOftenAStopWasRefused() {
    #expect(Self.text(Self.ledger { $0.refused = 1 }).contains("\n1 time the kernel refused to stop a thread"))
    #expect(!Self.text(Self.ledger()).contains("refused"))
  }

  @Test func saysInOneLineHowSamplingGoesOn() {
    var statistics = SamplingStatistics()
    #expect(
      statistics.line() == "rate 0 Hz · own CPU 0.0 % · stopped 0.00 % · late 0 · missed 0 · partial 0 · failed 0")
    var ledger = Self.ledger()
    statistics.update(ledger)
    // No time has passed.
    statistics.update(ledger)
    ledger.elapsed = Nanoseconds(seconds: 3)
    ledger.ticksTaken = 25_000
    ledger.ticksWanted = 30_000
    ledger.ticksLate = 12
    ledger.partial = 3
    ledger.failed = 1234
    ledger.stoppedTime = Nanoseconds(seconds: 0.015)
    statistics.update(ledger)
    let shares = " · own CPU 3.3 % · stopped 0.50 %"
    let counts = " · late 12 · missed 5,000 · partial 3 · failed 1,234"
    #expect(statistics.line() == "rate 5 kHz (min 5 kHz, max 10 kHz)" + shares + counts)
    #expect(statistics.line(width: 100) == "rate 5 kHz" + shares + counts)
    #expect(statistics.line(width: 40) == ("rate 5 kHz" + shares).prefix(40))
  }

  @Test(arguments: [(SampledTime.cpu, " of CPU time"), (.gil, " with the GIL")])
  func saysWhichTimeItShows(_ time: SampledTime, _ words: String) throws {
    var profile = Samples.shop.profile
    func title() throws -> String {
      try #require(HotspotReport(profile, options: Samples.options()).lines(width: nil, style: .plain).first)
    }
    #expect(try !title().contains(words))
    profile.sampledTime = time
    #expect(try title().contains(" · " + String(duration: profile.total.time) + words))
  }
}
