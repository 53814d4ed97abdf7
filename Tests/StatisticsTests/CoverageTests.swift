import Foundation
import SeriemaTestSupport
import Testing

@testable import Statistics

/// How often intervals hold the truth, by simulation: 95 % of 1,000 is 950 ± 7.
@Suite(.keepsBusy)
struct CoverageTests {
  private static let truth = 0.03

  private func share(of comparisons: Int, _ holds: () -> Bool) -> Double {
    Double((0..<comparisons).count { _ in holds() }) / Double(comparisons)
  }

  @Test(arguments: [3, 4, 5])
  func studentsIntervalHoldsTheTruth(_ pairs: Int) {
    var noise = Noise(seed: UInt64(pairs))
    let held = share(of: 1000) {
      let shift = PairedShift((0..<pairs).map { _ in Self.truth + 0.05 * noise.normal() })
      return shift.interval(level: 0.95)?.contains(Self.truth) == true
    }
    #expect((0.93...0.97).contains(held), "\(held)")
  }

  /// Ranks are whole numbers, so that not every level can be had: 6 pairs give 96.9 %, 8 give 96.1 %, these 95.2 ± 0.1 %.
  @Test(arguments: [7, 10, 20], Noise.Shape.allCases)
  func intervalOfPairsHoldsTheTruth(_ pairs: Int, _ shape: Noise.Shape) {
    var noise = Noise(seed: UInt64(pairs))
    let held = share(of: 1000) {
      let shift = PairedShift((0..<pairs).map { _ in Self.truth + 0.05 * noise.next(shape) })
      return shift.interval(level: 0.95)?.contains(Self.truth) == true
    }
    #expect((0.93...0.97).contains(held), "\(held)")
  }

  @Test(arguments: [(5, 7), (10, 10)], Noise.Shape.allCases)
  func intervalOfSamplesHoldsTheTruth(_ counts: (Int, Int), _ shape: Noise.Shape) {
    var noise = Noise(seed: UInt64(counts.0))
    let held = share(of: 1000) {
      let base = (0..<counts.0).map { _ in 0.05 * noise.next(shape) }
      let new = (0..<counts.1).map { _ in Self.truth + 0.05 * noise.next(shape) }
      return UnpairedShift(from: base, to: new).interval(level: 0.95)?.contains(Self.truth) == true
    }
    #expect((0.93...0.97).contains(held), "\(held)")
  }

  /// Stops at the first look where the interval is narrow enough, as a user would who watches it.
  @Test(arguments: Noise.Shape.allCases, [0.015, 0.03])
  func stoppingByWidthHoldsTheTruth(_ shape: Noise.Shape, _ goal: Double) {
    let rule = PrecisionRule(halfWidth: goal, budget: 50)
    var noise = Noise(seed: 5)
    var pairs = 0
    let held = share(of: 300) {
      var differences: [Double] = []
      repeat { differences.append(Self.truth + 0.03 * noise.next(shape)) } while !rule.isDone(differences)
      pairs += differences.count
      return PairedShift(differences).interval(level: PrecisionRule.level)?.contains(Self.truth) == true
    }
    // 95 % less 1.5 times the simulation's own deviation.
    #expect(held >= 0.93, "\(held) with \(Double(pairs) / 300) pairs in the mean")
  }

  /// The same runs in an order drawn by lot in each pair: unchanged code, on a machine that drifts.
  @Test(arguments: [6, 10, 20])
  func interleavedPairsRaiseNoFalseAlarm(_ pairs: Int) {
    var noise = Noise(seed: UInt64(pairs))
    let alarms = share(of: 1000) {
      let runs = noise.machine(runs: 2 * pairs)
      let differences = (0..<pairs).map { noise.difference(ofPair: $0, in: runs) }
      let changes = Change.judged([(PairedShift(differences), pairs)], by: .init())
      return changes[0].verdict == .faster || changes[0].verdict == .slower
    }
    #expect(alarms <= 0.05, "\(alarms)")
  }

  @Test func stoppingByWidthRaisesNoFalseAlarm() {
    let rule = PrecisionRule(halfWidth: 0.02, budget: 40)
    var noise = Noise(seed: 11)
    let alarms = share(of: 400) {
      let runs = noise.machine(runs: 2 * rule.budget)
      var differences: [Double] = []
      repeat {
        differences.append(noise.difference(ofPair: differences.count, in: runs))
      } while !rule.isDone(differences)
      let criteria = Change.Criteria(level: PrecisionRule.level)
      let changes = Change.judged([(PairedShift(differences), differences.count)], by: criteria)
      return changes[0].verdict == .faster || changes[0].verdict == .slower
    }
    #expect(alarms <= 0.05, "\(alarms)")
  }

  /// Five functions, none of them changed: an alarm is any of the five.
  @Test func severalFunctionsRaiseNoMoreFalseAlarms() {
    var noise = Noise(seed: 3)
    let alarms = share(of: 500) {
      let shifts = (0..<5).map { _ in (PairedShift((0..<10).map { _ in 0.05 * noise.normal() }), 10) }
      // Without a band, so that every significant change is an alarm.
      let changes = Change.judged(shifts, by: .init(band: 0))
      return changes.contains { $0.verdict == .faster || $0.verdict == .slower }
    }
    #expect(alarms <= 0.065, "\(alarms)")
  }

  /// The change that is said to be detectable is detected in four of five comparisons.
  @Test(arguments: [10, 20])
  func detectsWhatItSaysThatItDetects(_ pairs: Int) throws {
    var noise = Noise(seed: 21)
    var sum = 0.0
    for _ in 0..<200 {
      let differences = (0..<pairs).map { _ in 0.03 * noise.normal() }
      sum += try #require(Change.judged([(PairedShift(differences), pairs)], by: .init())[0].detectable)
    }
    let detectable = log(1 + sum / 200)
    let seen = share(of: 1000) {
      let differences = (0..<pairs).map { _ in detectable + 0.03 * noise.normal() }
      return Change.judged([(PairedShift(differences), pairs)], by: .init())[0].verdict == .slower
    }
    #expect((0.74...0.88).contains(seen), "\(seen)")
  }
}
