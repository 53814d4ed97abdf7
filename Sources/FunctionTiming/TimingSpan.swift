import CTimingWire

/// From when to when calls were counted.
struct TimingSpan {
  let scale: TickScale
  /// In ticks: what the beginnings of calls are told from.
  let began: UInt64
  let now: seriema_timing_anchor

  /// - Parameters:
  ///   - start: A moment before; the longer ago, the better the scale.
  ///   - began: When the timing began, in ticks.
  init(clock: UInt32, from start: seriema_timing_anchor, to now: seriema_timing_anchor, began: UInt64) {
    scale = TickScale(clock: clock, from: start, to: now)
    self.began = began
    self.now = now
  }
}
