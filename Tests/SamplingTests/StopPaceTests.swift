import Testing

@testable import Sampling

struct StopPaceTests {
  @Test func goesByTheRateThatIsReached() {
    var budget = StopBudget(share: 0.01)
    for _ in 0..<1000 { budget.spend(nanoseconds: 10_000) }
    var pace = StopPace(intervalNanoseconds: 1_000, start: 0)
    // 0.9 of 1 % of a microsecond, by 10 µs.
    #expect(abs(budget.probability(at: pace) - 0.000_9) < 0.000_01)
    for tick in 1...5_000 { pace.beginTick(at: UInt64(tick) * 5_000) }
    #expect(abs(budget.probability(at: pace) - 0.004_5) < 0.000_01)
    #expect(abs(budget.tickShare(at: pace) - 0.004_5) < 0.000_01)
    // One that is a minute late says little about the others.
    pace.beginTick(at: 60_000_000_000)
    #expect(abs(pace.intervalNanoseconds - 8_887) < 1)
  }

  @Test func leavesTheBudgetToThoseThatAsk() {
    var pace = StopPace(intervalNanoseconds: 100_000, start: 0)
    for tick in 0..<10_000 { pace.endTick(candidates: tick % 5 == 0 ? 1 : 0, stops: 0) }
    #expect(abs(pace.candidatesPerTick - 0.2) < 0.003)
    #expect(pace.stopsPerTick < 1e-9)
    // What none has asked for of late is free for the first that does.
    for _ in 0..<10_000 { pace.endTick(candidates: 0, stops: 0) }
    #expect(StopBudget(share: 0.01).probability(at: pace) == 1)
    #expect(StopBudget(share: 0).probability(at: pace) == 0)
  }
}
