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
