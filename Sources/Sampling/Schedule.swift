/// When samples are taken: once in every interval, at a random moment of it.
///
/// A fixed distance would always meet a periodic program in the same place; a random moment in each interval keeps
/// the rate exact and every moment equally likely. Ticks that were missed are counted and not made up for.
struct Schedule {
  private let interval: Double
  private let start: UInt64
  /// The interval that the next tick lies in.
  private var slot: UInt64 = 0
  private var random: SplitMix64
  /// The next tick, in nanoseconds of `CLOCK_MONOTONIC`.
  private(set) var next: UInt64 = 0
  /// Ticks that were served late by more than half an interval, and intervals that passed without one.
  private(set) var lateCount = 0
  private(set) var missedCount = 0

  /// - Parameters:
  ///   - rate: Ticks a second.
  ///   - start: Now, in nanoseconds of `CLOCK_MONOTONIC`.
  init(rate: Double, start: UInt64, seed: UInt64) {
    interval = 1e9 / rate
    self.start = start
    random = SplitMix64(seed: seed)
    next = moment()
  }

  /// Intervals that have begun so far, with a tick or without.
  var wantedCount: Int { Int(slot) }

  /// Intervals that have passed as a whole by then, those of a tick that took long among them.
  func passedCount(at now: UInt64) -> Int { Int(Double(now &- start) / interval) }

  /// Goes on to the next tick that is not yet past.
  mutating func advance(at now: UInt64) {
    if Double(now &- next) > interval / 2, now > next { lateCount += 1 }
    slot += 1
    let current = UInt64(passedCount(at: now))
    if current > slot {
      missedCount += Int(current - slot)
      slot = current
    }
    next = moment()
  }

  private mutating func moment() -> UInt64 {
    start &+ UInt64((Double(slot) + random.nextShare()) * interval)
  }
}
