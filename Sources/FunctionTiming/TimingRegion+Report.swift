import CTimingWire
import ProfileModel

extension TimingRegion {
  /// A function that ran.
  struct NamedFunction {
    /// Indices of the targets that name it.
    var targets: Set<Int>
    var timing: FunctionTiming
    /// Calls that are there in part, because their thread was ended while it wrote.
    var tornCalls: Int
  }

  /// All functions that ran.
  func functions(at now: UInt64, scale: TickScale) -> [NamedFunction] {
    let facts = facts
    let open = (0..<facts.slot_count).map { openCalls(slot: $0) }
    return (0..<facts.function_count).compactMap { index in
      guard let entry = function(index) else { return nil }
      var timing = FunctionTiming(
        function: FunctionIdentity(
          qualifiedName: text(entry.qualified_name), file: text(entry.file), firstLine: Int(entry.first_line)),
        module: text(entry.module))
      timing.suspends = entry.code_flags & Self.suspendingFlags != 0
      var tornCalls = 0
      for slot in 0..<facts.slot_count {
        if let record = record(slot: slot, function: index) {
          record.add(to: &timing, scale: scale)
          tornCalls += record.isTorn ? 1 : 0
        }
        for call in open[Int(slot)] where call.function == index && call.start <= now {
          timing.inFlight.append(scale.nanoseconds(now - call.start))
        }
      }
      timing.inFlight.sort(by: >)
      return NamedFunction(targets: Self.targets(of: entry), timing: timing, tornCalls: tornCalls)
    }
  }

  /// `CO_GENERATOR`, `CO_COROUTINE` and `CO_ASYNC_GENERATOR` of `co_flags`.
  private static let suspendingFlags: UInt32 = 0x20 | 0x80 | 0x200

  private static func targets(of function: seriema_timing_function) -> Set<Int> {
    let (a, b, c, d) = function.targets
    var indices: Set<Int> = []
    for (position, word) in [a, b, c, d].enumerated() {
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 {
        indices.insert(position * 64 + bit)
      }
    }
    return indices
  }
}

extension SlotRecord {
  /// Adds the calls to those of other slots.
  func add(to timing: inout FunctionTiming, scale: TickScale) {
    timing.innerCalls += Int(clamping: counters.inner)
    guard counters.calls > 0 else { return }
    timing.errors += Int(clamping: counters.errors)
    timing.selfTime = timing.selfTime + scale.nanoseconds(counters.`self`)
    timing.durations.merge(durations(scale))
  }

  private func durations(_ scale: TickScale) -> DurationDistribution {
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
