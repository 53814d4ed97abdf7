import CTimingWire
import ProfileModel

/// Turns the agent's ticks into durations, without what the timer itself took.
///
/// The agent has subtracted already what timed calls add to those around them; what is left is each call's own bias.
struct TimingCorrection {
  let scale: TickScale
  /// Ticks that a call reads too long.
  let bias: Double
  /// When the timing started, in ticks.
  let start: UInt64

  /// For what suspensions or other costs are in anyhow.
  var uncorrected: TimingCorrection { TimingCorrection(scale: scale, bias: 0, start: start) }

  /// A duration of `ticks`, at least zero.
  func nanoseconds(_ ticks: UInt64) -> Nanoseconds {
    Nanoseconds(seconds: max(0, Double(ticks) - bias) * scale.nanosecondsPerTick / 1e9)
  }

  /// The sum of `calls` durations; may be a little below zero for empty functions.
  func sum(_ ticks: Double, calls: Double) -> Nanoseconds {
    Nanoseconds(seconds: (ticks - calls * bias) * scale.nanosecondsPerTick / 1e9)
  }

  /// A bound of a bucket, in nanoseconds, at least zero.
  func bound(_ ticks: UInt64) -> Double {
    max(0, Double(ticks) - bias) * scale.nanosecondsPerTick
  }
}
