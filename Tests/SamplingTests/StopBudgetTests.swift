import Testing

@testable import Sampling

struct StopBudgetTests {
  /// Ticks once a millisecond, after so many that were served with so many threads that ask for a stop.
  private func pace(candidates: Int = 1) -> StopPace {
    var pace = StopPace(intervalNanoseconds: 1e6, start: 0)
    for _ in 0..<10_000 { pace.endTick(candidates: candidates, stops: candidates) }
    return pace
  }

  @Test func allowsAShareOfTheTime() {
    var budget = StopBudget(share: 0.01)
    budget.spend(nanoseconds: 11_000_001)
    #expect(!budget.allows(afterNanoseconds: 999_999_999))
    #expect(budget.allows(afterNanoseconds: 1_000_100_000))
    #expect(budget.spentNanoseconds == 11_000_001)
  }

  @Test func allowsTheFirstStops() {
    #expect(StopBudget(share: 0.01).allows(afterNanoseconds: 0))
  }

  @Test func spreadsStopsByWhatTheyCost() {
    var budget = StopBudget(share: 0.01)
    for _ in 0..<1000 { budget.spend(nanoseconds: 50_000) }
    // 0.9 of 1 % of a millisecond, by 50 µs.
    #expect(abs(budget.probability(at: pace()) - 0.18) < 0.001)
    #expect(abs(budget.probability(at: pace(candidates: 3)) - 0.06) < 0.001)
    #expect(budget.probability(at: StopPace(intervalNanoseconds: 1e8, start: 0)) == 1)
    #expect(abs(budget.usualIntervalNanoseconds - 5.6e6) < 1e5)
    // What is slow to read once says little about the next.
    budget.spend(nanoseconds: 200_000)
    #expect(budget.probability(at: pace()) > 0.17)
    // A machine that takes the processor away in one stop of 60 does so in others: all of it is spent.
    for stop in 0..<6_000 { budget.spend(nanoseconds: stop % 60 == 0 ? 3_000_000 : 50_000) }
    #expect(abs(budget.probability(at: pace()) - 0.09) < 0.03)
  }

  @Test func allowsNothingWithoutAShare() {
    #expect(!StopBudget(share: 0).allows(afterNanoseconds: .max))
  }

  @Test func allowsNothingOnceItIsRefusedAgainAndAgain() {
    var budget = StopBudget(share: 1)
    for _ in 0..<99 { budget.refuse() }
    // Another profiler had the thread for a while.
    #expect(budget.allows(afterNanoseconds: 1_000_000_000))
    budget.spend(nanoseconds: 1)
    for _ in 0..<100 { budget.refuse() }
    #expect(!budget.allows(afterNanoseconds: .max))
    #expect(!budget.isOpen)
  }
}
