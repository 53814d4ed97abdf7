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

  @Test func allowsNothingOnceItWasRefused() {
    var budget = StopBudget(share: 1)
    #expect(budget.allows(afterNanoseconds: 1_000_000_000))
    budget.refuse()
    #expect(!budget.allows(afterNanoseconds: .max))
  }
}
