import SeriemaTestSupport
import Testing

@testable import Sampling

struct StopChoiceTests {
  @Test(arguments: Seeds.fresh(5))
  func choosesTheShareWithoutLongGaps(_ seed: UInt64) {
    var choice = StopChoice(seed: seed)
    var chosen: [Int] = []
    for sample in 0..<10_000 where choice.falls(on: 0.1) { chosen.append(sample) }
    #expect(abs(chosen.count - 1000) <= 1)
    #expect(zip(chosen.dropFirst(), chosen).allSatisfy { $0 - $1 <= 20 })
    #expect(Set(chosen.map { $0 % 10 }).count == 10)
  }

  @Test func choosesAllOfThem() {
    var choice = StopChoice(seed: 1)
    var count = 0
    for _ in 0..<100 where choice.falls(on: 1) { count += 1 }
    #expect(count >= 99)
  }
}
