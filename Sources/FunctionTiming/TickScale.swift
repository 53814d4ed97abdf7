import CTimingWire
import ProfileModel

/// How long the agent's ticks are.
struct TickScale {
  let nanosecondsPerTick: Double
  let source: ClockSource

  /// The scale between two moments; the longer they are apart, the better.
  init(clock: UInt32, from start: seriema_timing_anchor, to end: seriema_timing_anchor) {
    let ticks = Double(end.ticks &- start.ticks)
    let nanoseconds = Double(end.nanoseconds &- start.nanoseconds)
    if clock == UInt32(SERIEMA_TIMING_CLOCK_TSC), ticks > 0, nanoseconds > 0 {
      nanosecondsPerTick = nanoseconds / ticks
      source = .timeStampCounter(ticksPerSecond: ticks / nanoseconds * 1e9)
    } else {
      nanosecondsPerTick = 1
      source = .monotonic
    }
  }

  func nanoseconds(_ ticks: UInt64) -> Nanoseconds {
    Nanoseconds(seconds: Double(ticks) * nanosecondsPerTick / 1e9)
  }
}
