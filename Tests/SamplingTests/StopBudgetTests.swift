import Testing

@testable import Sampling

struct StopBudgetTests {
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
    #expect(abs(budget.probability(candidates: 1, intervalNanoseconds: 1e6) - 0.18) < 0.001)
    #expect(abs(budget.probability(candidates: 3, intervalNanoseconds: 1e6) - 0.06) < 0.001)
    #expect(budget.probability(candidates: 1, intervalNanoseconds: 1e8) == 1)
    // What is slow to read once says nothing about the next.
    budget.spend(nanoseconds: 8_000_000)
    #expect(budget.probability(candidates: 1, intervalNanoseconds: 1e6) > 0.17)
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
