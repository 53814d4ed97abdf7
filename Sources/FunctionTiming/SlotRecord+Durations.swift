import CTimingWire
import ProfileModel

extension SlotRecord {
  /// Adds the calls to those of other slots.
  func add(to timing: inout FunctionTiming, _ correction: TimingCorrection) {
    timing.innerCalls += Int(clamping: counters.inner)
    timing.suspensions += Int(clamping: counters.suspensions)
    timing.selfTime =
      timing.selfTime + correction.sum(Double(counters.`self`), calls: Double(counters.calls))
    guard counters.calls > 0 else { return }
    timing.errors += Int(clamping: counters.errors)
    timing.abandoned += Int(clamping: counters.abandoned)
    timing.durations.merge(durations(correction))
  }

  /// The slowest calls, in no order; those that are not there have no length.
  var slowest: [seriema_timing_slow_call] {
    let (a, b, c, d, e, f, g, h) = counters.slowest
    return [a, b, c, d, e, f, g, h]
  }

  func durations(_ correction: TimingCorrection) -> DurationDistribution {
    guard counters.calls > 0 else { return DurationDistribution() }
    let rate = correction.scale.nanosecondsPerTick
    let calls = Double(counters.calls)
    let sum = Double(counters.sum)
    let raw = Double(counters.squares_high) * 0x1p64 + Double(counters.squares_low)
    // Σ(x − b)² = Σx² − 2bΣx + nb²
    let squares = raw - 2 * correction.bias * sum + calls * correction.bias * correction.bias
    return DurationDistribution(
      count: Int(clamping: counters.calls),
      total: max(.zero, correction.sum(sum, calls: calls)),
      sumOfSquares: max(0, squares) * rate * rate,
      minimum: correction.nanoseconds(counters.minimum),
      maximum: correction.nanoseconds(counters.maximum),
      buckets: buckets.indices.filter { buckets[$0] > 0 }.map { index in
        DurationDistribution.Bucket(
          lower: correction.bound(seriema_timing_bucket_start(UInt32(index))),
          upper: correction.bound(seriema_timing_bucket_start(UInt32(index) + 1)),
          count: Int(clamping: buckets[index]))
      })
  }
}
