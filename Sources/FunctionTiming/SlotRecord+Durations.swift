import CTimingWire
import ProfileModel

extension SlotRecord {
  /// Adds the calls to those of other slots.
  func add(to timing: inout FunctionTiming, _ scale: TickScale) {
    timing.innerCalls += Int(clamping: counters.inner)
    timing.begunBefore += Int(clamping: counters.begun_before)
    timing.suspensions += Int(clamping: counters.suspensions)
    timing.selfTime = timing.selfTime + Nanoseconds(seconds: Double(counters.`self`) * scale.nanosecondsPerTick / 1e9)
    guard counters.calls > 0 else { return }
    timing.errors += Int(clamping: counters.errors)
    timing.abandoned += Int(clamping: counters.abandoned)
    timing.durations.merge(durations(scale))
  }

  /// The slowest calls, in no order; those that are not there have no length.
  var slowest: [seriema_timing_slow_call] {
    let (a, b, c, d, e, f, g, h) = counters.slowest
    return [a, b, c, d, e, f, g, h]
  }

  func durations(_ scale: TickScale) -> DurationDistribution {
    guard counters.calls > 0 else { return DurationDistribution() }
    let rate = scale.nanosecondsPerTick
    let squares = Double(counters.squares_high) * 0x1p64 + Double(counters.squares_low)
    return DurationDistribution(
      count: Int(clamping: counters.calls),
      total: scale.nanoseconds(counters.sum),
      sumOfSquares: squares * rate * rate,
      minimum: scale.nanoseconds(counters.minimum),
      maximum: scale.nanoseconds(counters.maximum),
      buckets: buckets.indices.filter { buckets[$0] > 0 }.map { index in
        DurationDistribution.Bucket(
          lower: Double(seriema_timing_bucket_start(UInt32(index))) * rate,
          upper: Double(seriema_timing_bucket_start(UInt32(index) + 1)) * rate,
          count: Int(clamping: buckets[index]))
      })
  }
}
