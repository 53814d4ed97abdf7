/// How long threads may still be kept standing: a share of the time that has passed.
struct StopBudget {
  private let share: Double
  private(set) var spentNanoseconds: UInt64 = 0
  /// How often in a row the kernel has refused to stop a thread: another tracer has it, or tracing is not permitted.
  private var refusals = 0

  /// What a stop has cost of late, in nanoseconds.
  private var averageCost = 25_000.0

  /// Another profiler may have a thread for a moment; one that is refused so often is not to be had.
  private static let refusalLimit = 100
  /// At the start, when hardly any time has passed, this much may be spent at once.
  private static let advanceNanoseconds = 1_000_000.0

  /// Stops are spread out so far that they stay under the share.
  private static let reserve = 0.9
  /// How fast the average cost follows the last stop: so slowly that it says nothing about that one.
  private static let costWeight = 1.0 / 64
  /// Stops in which we lost the processor count as well: left out, they would use up the budget again and again, and close
  /// it for long. One that took longer than this hardly comes again.
  private static let usualCostLimit = 5_000_000.0

  /// - Parameter share: 0 … 1; 0: nothing is ever stopped.
  init(share: Double) {
    self.share = share
  }

  /// Whether there will be stops at all, now or later.
  var isOpen: Bool { share > 0 && refusals < Self.refusalLimit }

  func allows(afterNanoseconds elapsed: UInt64) -> Bool {
    isOpen && Double(spentNanoseconds) <= Double(elapsed) * share + Self.advanceNanoseconds
  }

  /// The part of samples that there may be a stop for, 0 … 1, of those that ask for one.
  ///
  /// To choose by chance keeps the choice from what a stop has just cost: what is slow to read would be followed by a
  /// longer time without a stop, and would be counted for it.
  func probability(at pace: StopPace) -> Double { share(ofStops: pace.candidatesPerTick, at: pace) }

  /// The part of ticks that may be served, 0 … 1, when all of them stop threads.
  func tickShare(at pace: StopPace) -> Double { share(ofStops: pace.stopsPerTick, at: pace) }

  private func share(ofStops stopsPerTick: Double, at pace: StopPace) -> Double {
    let cost = averageCost * stopsPerTick
    return cost > 0 ? min(1, Self.reserve * share * pace.intervalNanoseconds / cost) : 1
  }

  /// What there is between two stops of one thread while the budget is as it should be, in nanoseconds.
  var usualIntervalNanoseconds: Double { averageCost / (Self.reserve * share) }

  mutating func spend(nanoseconds: UInt64) {
    spentNanoseconds += nanoseconds
    averageCost += (min(Double(nanoseconds), Self.usualCostLimit) - averageCost) * Self.costWeight
    refusals = 0
  }

  mutating func refuse() {
    refusals += 1
  }
}
