import CTimingWire

/// The calls of one function that one thread after another counted in a slot, in ticks.
struct SlotRecord {
  var counters: seriema_timing_counters
  /// Calls by `seriema_timing_bucket`.
  var buckets: [UInt64]
  /// The thread was ended while it wrote: the last call may be there in part.
  var isTorn: Bool
}
