internal import LinuxProcess
internal import ProfileModel

/// Waits for the ticks of the schedule, and keeps account of them.
struct SamplingClock {
  private(set) var schedule: Schedule
  private let rate: Double
  private let started: UInt64
  private let ownCPUAtStart: UInt64
  private let end: EndSignal
  private var servedCount = 0
  private var yieldedCount = 0

  /// The last part of a pause, which is not slept through: sleeping ends a few microseconds late.
  private static let spinNanoseconds: UInt64 = 6000
  /// A pause up to this is slept through whatever ends meanwhile: a sleep costs less than a wait.
  private static let sleptNanoseconds: UInt64 = 500_000
  /// Longer pauses are cut up, so that the caller can look after what else it has to do.
  private static let longestPauseNanoseconds: UInt64 = 50_000_000
  /// A thread may have come to its stop meanwhile, and stands still until that is seen.
  private static let pendingStopPauseNanoseconds: UInt64 = 250_000

  /// Starts now.
  ///
  /// - Parameters:
  ///   - rate: Ticks a second.
  ///   - end: Ends a pause.
  init(rate: Double, until end: EndSignal) {
    self.rate = rate
    self.end = end
    started = MonotonicClock.nowNanoseconds
    ownCPUAtStart = MonotonicClock.ownCPUNanoseconds
    schedule = Schedule(rate: rate, start: started, seed: started)
  }

  /// Pauses until the next tick is due, or for a part of a long pause.
  ///
  /// - Parameter hasPendingStops: The caller has to look after them meanwhile, so the pause is short.
  /// - Returns: false when `deadline` or the end comes first.
  func canContinue(until deadline: UInt64, hasPendingStops: Bool = false) -> Bool {
    let longestPause = hasPendingStops ? Self.pendingStopPauseNanoseconds : Self.longestPauseNanoseconds
    while true {
      let now = MonotonicClock.nowNanoseconds
      if now >= deadline { return false }
      let next = min(schedule.next, deadline)
      if now >= next { return now < deadline }
      let pause = next - now
      if pause > longestPause {
        return !end.wait(untilNanoseconds: now + longestPause)
      }
      if pause > Self.sleptNanoseconds {
        if end.wait(untilNanoseconds: next - Self.spinNanoseconds) { return false }
      } else if pause > Self.spinNanoseconds {
        MonotonicClock.sleep(untilNanoseconds: next - Self.spinNanoseconds)
      }
    }
  }

  /// The next tick is due.
  var isDue: Bool { MonotonicClock.nowNanoseconds >= schedule.next }

  /// The tick that was due has been served, or left out to stop less.
  ///
  /// - Parameter now: When that began, in nanoseconds of `CLOCK_MONOTONIC`.
  mutating func advance(at now: UInt64, isYielded: Bool = false) {
    if isYielded { yieldedCount += 1 } else { servedCount += 1 }
    schedule.advance(at: now)
  }

  /// Fills in what became of the ticks, and what it took.
  func enter(into ledger: inout Ledger) {
    ledger.wantedRate = rate
    let now = MonotonicClock.nowNanoseconds
    ledger.elapsed = Nanoseconds(Int64(now &- started))
    ledger.ticksWanted = max(schedule.wantedCount, schedule.passedCount(at: now))
    ledger.ticksTaken = servedCount
    ledger.ticksYielded = yieldedCount
    ledger.ticksLate = schedule.lateCount
    ledger.ownCPU = Nanoseconds(Int64(MonotonicClock.ownCPUNanoseconds &- ownCPUAtStart))
  }
}
