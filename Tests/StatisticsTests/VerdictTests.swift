import Foundation
import Testing

@testable import Statistics

struct VerdictTests {
  /// Ten log ratios around a change, `spread` apart.
  private func change(_ change: Double, spread: Double) -> Change {
    let differences = (0..<10).map { log(1 + change) + spread * (Double($0) - 4.5) }
    return Change.judged([(PairedShift(differences), 10)], by: .init())[0]
  }

  @Test func tellsFasterFromSlower() throws {
    let slower = change(0.05, spread: 0.002)
    #expect(slower.verdict == .slower)
    #expect(abs(slower.estimate - 0.05) < 1e-9)
    #expect(try #require(slower.interval).lower > 0.01)
    #expect(change(-0.05, spread: 0.002).verdict == .faster)
  }

  @Test func tellsWhatIsTheSame() {
    #expect(change(0.001, spread: 0.0005).verdict == .same)
    // Sure to be slower, but by less than counts.
    #expect(change(0.005, spread: 0.0001).verdict == .same)
  }

  @Test func saysHowManyMoreItWouldTake() throws {
    let unsure = change(0.03, spread: 0.02)
    let half = try #require(unsure.interval).halfWidth
    #expect(half > 0.02)
    guard case .cannotTell(let more, let goal) = unsure.verdict else {
      Issue.record("\(unsure.verdict)")
      return
    }
    #expect(goal == 0.02)
    #expect(more == Int((10 * (half / 0.02) * (half / 0.02)).rounded(.up)) - 10)
    // Narrow already, but across the band's edge.
    guard case .cannotTell(let few, let narrower) = change(0.012, spread: 0.002).verdict else {
      Issue.record("an interval across the edge of the band is no verdict")
      return
    }
    #expect(few == 30)
    #expect(narrower < 0.01)
  }

  @Test func saysNothingFromTooFew() {
    let change = Change.judged([(PairedShift([0.1, 0.2]), 2)], by: .init())[0]
    #expect(change.verdict == .none)
    #expect(change.interval == nil)
    #expect(abs(change.estimate - (exp(0.15) - 1)) < 1e-12)
  }

  @Test func looksSeldom() {
    #expect((1...60).filter(PrecisionRule.looks) == [10, 13, 17, 22, 28, 35, 44, 55])
    let rule = PrecisionRule(halfWidth: 0.01, budget: 30)
    #expect(!rule.isDone(Array(repeating: 0, count: 9)))
    #expect(rule.isDone(Array(repeating: 0, count: 10)))
    #expect(!rule.isDone(Array(repeating: 0, count: 11)))
    #expect(rule.isDone((0..<30).map(Double.init)))
  }
}
