import CTimingWire
import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import FunctionTiming

@Suite(.startsProcesses) struct HistogramTests {
  @Test func bucketsCoverAllDurationsWithoutGap() {
    for bucket in 0..<UInt32(SERIEMA_TIMING_BUCKETS) {
      let start = seriema_timing_bucket_start(bucket)
      let next = seriema_timing_bucket_start(bucket + 1)
      #expect(start < next)
      #expect(seriema_timing_bucket(start) == bucket)
      #expect(seriema_timing_bucket(next - 1) == bucket)
      #expect(start < 64 || Double(next - start) / Double(start) <= 1.0 / 64)
    }
    #expect(seriema_timing_bucket(.max) == UInt32(SERIEMA_TIMING_BUCKETS) - 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func quantilesAreWithinOnePercent(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let durations = (0..<2001).map { _ in UInt64(exp2(Double.random(in: 6...40, using: &random))) }.sorted()
    var record = SlotRecord(
      counters: seriema_timing_counters(), buckets: Array(repeating: 0, count: Int(SERIEMA_TIMING_BUCKETS)),
      isTorn: false)
    for duration in durations { record.buckets[Int(seriema_timing_bucket(duration))] += 1 }
    record.counters.calls = UInt64(durations.count)
    record.counters.minimum = durations[0]
    record.counters.maximum = durations[2000]
    var timing = FunctionTiming(function: FunctionIdentity(qualifiedName: "f", file: "f", firstLine: 1), module: "m")
    let anchor = seriema_timing_anchor(ticks: 0, nanoseconds: 0)
    let scale = TickScale(clock: UInt32(SERIEMA_TIMING_CLOCK_MONOTONIC), from: anchor, to: anchor)
    record.add(to: &timing, scale)
    for percent in [1, 25, 50, 75, 99] {
      let exact = Double(durations[percent * 20])
      let quantile = try #require(timing.durations.quantile((Double(percent * 20) + 0.5) / 2001))
      #expect(abs(quantile / exact - 1) < 0.01, "seed \(seed), \(percent) %")
    }
  }
}

/// A small generator whose seed is printed with a failure.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
