/// How ticks come of late, and how many stops each asks for: averages, so that one tick says little of the next.
struct StopPace {
  /// From one tick to the next, in nanoseconds: longer than was wished where the wish cannot be met.
  private(set) var intervalNanoseconds: Double
  /// Threads that there might be a stop for.
  private(set) var candidatesPerTick = 1.0
  /// Stops, where every running thread is stopped for each.
  private(set) var stopsPerTick = 1.0

  private var lastTick: UInt64
  /// One in which we did not run at all, or in which the machine slept, says nothing about the others.
  private let longestIntervalNanoseconds: Double

  private static let weight = 1.0 / 256
  private static let stopsWeight = 1.0 / 16

  /// - Parameters:
  ///   - intervalNanoseconds: As it is wished.
  ///   - start: Now, in nanoseconds of `CLOCK_MONOTONIC`.
  init(intervalNanoseconds: Double, start: UInt64) {
    self.intervalNanoseconds = intervalNanoseconds
    longestIntervalNanoseconds = max(intervalNanoseconds, 1e6)
    lastTick = start
  }

  mutating func beginTick(at now: UInt64) {
    let interval = min(Double(now &- lastTick), longestIntervalNanoseconds)
    intervalNanoseconds += (interval - intervalNanoseconds) * Self.weight
    lastTick = now
  }

  mutating func endTick(candidates: Int, stops: Int) {
    candidatesPerTick += (Double(candidates) - candidatesPerTick) * Self.weight
    stopsPerTick += (Double(stops) - stopsPerTick) * Self.stopsWeight
  }
}
