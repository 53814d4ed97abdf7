import SeriemaTestSupport
import Testing

@testable import Sampling

struct ScheduleTests {
  private static let start: UInt64 = 5_000_000_000

  @Test(arguments: [100.0, 997, 1000, 10_000, 300_000], Seeds.fresh(4))
  func ticksOnceInEveryInterval(_ rate: Double, _ seed: UInt64) {
    var schedule = Schedule(rate: rate, start: Self.start, seed: seed)
    let interval = 1e9 / rate
    for slot in 0..<2000 {
      let begin = Double(slot) * interval
      let moment = Double(schedule.next - Self.start)
      #expect(moment >= begin.rounded(.down) && moment <= begin + interval, "seed \(seed), interval \(slot)")
      schedule.advance(at: schedule.next)
    }
    #expect(schedule.wantedCount == 2000)
    #expect(schedule.missedCount == 0)
    #expect(schedule.lateCount == 0)
  }

  @Test(arguments: Seeds.fresh(20))
  func spreadsTicksOverTheWholeInterval(_ seed: UInt64) {
    var schedule = Schedule(rate: 1000, start: Self.start, seed: seed)
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<5000 {
      tenths[Int((schedule.next - Self.start) % 1_000_000 / 100_000)] += 1
      schedule.advance(at: schedule.next)
    }
    // 500 each, with a standard deviation of 21: six of them, so that one run in 50 million fails by chance.
    #expect(tenths.allSatisfy { abs($0 - 500) < 6 * 21 }, "seed \(seed): \(tenths)")
  }

  @Test(arguments: Seeds.fresh(50))
  func countsWhatWasMissedAndNeverMakesUpForIt(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var schedule = Schedule(rate: 10_000, start: Self.start, seed: seed)
    var now = Self.start
    var ticks: [UInt64] = []
    for _ in 0..<1000 {
      now = max(now, schedule.next)
      // Mostly on time; now and then the machine was away, once for long.
      if Int.random(in: 0..<10, using: &random) == 0 { now += UInt64.random(in: 0..<3_000_000, using: &random) }
      ticks.append((now - Self.start) / 100_000)
      schedule.advance(at: now)
      now += 1000
    }
    #expect(schedule.wantedCount == ticks.count + schedule.missedCount, "seed \(seed)")
    #expect(schedule.missedCount > 0)
    // That of the last tick may still go on, or the next have passed over by the microsecond that the tick took.
    #expect((-1...1).contains(schedule.wantedCount - schedule.passedCount(at: now)), "seed \(seed)")
    #expect(schedule.passedCount(at: now + 10_000_000) - schedule.passedCount(at: now) == 100)
    // Served late, two may fall into one interval: the end of the last and its own. Three would be a burst.
    for (first, third) in zip(ticks, ticks.dropFirst(2)) { #expect(third > first, "seed \(seed)") }
  }
}
