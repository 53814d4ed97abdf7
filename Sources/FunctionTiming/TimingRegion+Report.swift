import CTimingWire
import ProfileModel

extension TimingRegion {
  /// A function that was found.
  struct NamedFunction {
    /// Indices of the targets that name it.
    var targets: Set<Int>
    var timing: FunctionTiming
    /// Calls that are there in part, because their thread was ended while it wrote.
    var tornCalls: Int
  }

  /// All functions that were found, whether or not they ran, with the timer's bias in each call.
  /// - Parameter isOfBlock: Whether a program timed a block of itself. Then functions that look alike are one only if
  ///   they were given as one: two lambdas of a line are two.
  func functions(over span: TimingSpan, byThread: Bool, isOfBlock: Bool) -> [NamedFunction] {
    let facts = facts
    let reading = Reading(
      start: span.began, now: span.now, scale: span.scale, byThread: byThread,
      open: (0..<facts.slot_count).map { openCalls(slot: $0) },
      activations: activations, owners: (0..<facts.slot_count).map { owner(ofSlot: $0) })
    var found: [NamedFunction] = []
    for index in 0..<facts.function_count {
      guard let entry = function(index) else { continue }
      let next = read(entry, index, reading)
      // Two processes that found a function at one time have made an entry each; blocks that overlap make several.
      let same = found.firstIndex {
        $0.timing.isSameFunction(as: next.timing) && (!isOfBlock || $0.targets == next.targets)
      }
      if let same {
        found[same].merge(next)
      } else {
        found.append(next)
      }
    }
    return found
  }

  /// What is the same for all functions of one reading.
  private struct Reading {
    var start: UInt64
    var now: seriema_timing_anchor
    var scale: TickScale
    var byThread: Bool
    var open: [[seriema_timing_open_call]]
    var activations: [seriema_timing_activation]
    var owners: [SlotOwner]

    func thread(ofSlot slot: UInt32) -> TimedThread {
      let owner = owners[Int(slot)]
      return TimedThread(process: Int(owner.process), thread: Int(owner.thread), name: owner.name)
    }

    func thread(process: Int32, thread: Int32) -> TimedThread {
      let owner = owners.first { $0.process == process && $0.thread == thread }
      return TimedThread(process: Int(process), thread: Int(thread), name: owner?.name ?? "")
    }

    func age(since start: UInt64) -> Nanoseconds? {
      start <= now.ticks ? scale.nanoseconds(now.ticks - start) : nil
    }
  }

  private func read(_ entry: seriema_timing_function, _ index: UInt32, _ reading: Reading) -> NamedFunction {
    var timing = FunctionTiming(
      function: FunctionIdentity(
        qualifiedName: text(entry.qualified_name), file: text(entry.file), firstLine: Int(entry.first_line)),
      module: text(entry.module), suspends: entry.code_flags & Self.suspendingFlags != 0, label: text(entry.label))
    var tornCalls = 0
    for slot in UInt32(0)..<UInt32(reading.owners.count) {
      if let record = record(slot: slot, function: index) {
        record.add(to: &timing, reading.scale)
        addSlowest(of: record, to: &timing, reading)
        if reading.byThread { addThread(of: record, slot, to: &timing, reading) }
        tornCalls += record.isTorn ? 1 : 0
      }
      if entry.latency != 0, let record = record(slot: slot, function: entry.latency) {
        timing.latencies.merge(record.durations(reading.scale))
      }
      timing.inFlight += reading.open[Int(slot)].filter { $0.function == index && $0.activation == 0 }
        .compactMap { reading.age(since: $0.start) }
    }
    for activation in reading.activations where activation.function == index && activation.is_inner == 0 {
      guard let age = reading.age(since: activation.start) else { continue }
      if activation.state == UInt32(SERIEMA_TIMING_ACTIVATION_SUSPENDED) {
        timing.suspended.append(age)
      } else {
        timing.inFlight.append(age)
      }
    }
    timing.sort()
    return NamedFunction(targets: Self.targets(of: entry), timing: timing, tornCalls: tornCalls)
  }

  private func addSlowest(of record: SlotRecord, to timing: inout FunctionTiming, _ reading: Reading) {
    timing.slowest += record.slowest.filter { $0.elapsed > 0 }.map { call in
      SlowCall(
        duration: reading.scale.nanoseconds(call.elapsed),
        start: reading.scale.nanoseconds(call.start > reading.start ? call.start - reading.start : 0),
        thread: reading.thread(process: call.process, thread: call.thread))
    }
  }

  private func addThread(
    of record: SlotRecord, _ slot: UInt32, to timing: inout FunctionTiming, _ reading: Reading
  ) {
    var own = FunctionTiming(function: timing.function, module: timing.module)
    record.add(to: &own, reading.scale)
    guard own.hasRun else { return }
    timing.threads.append(
      FunctionTiming.ThreadTiming(
        thread: reading.thread(ofSlot: slot), durations: own.durations, innerCalls: own.innerCalls,
        errors: own.errors, selfTime: own.selfTime))
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

extension TimingRegion.NamedFunction {
  fileprivate mutating func merge(_ other: Self) {
    targets.formUnion(other.targets)
    timing.merge(other.timing)
    tornCalls += other.tornCalls
  }
}

extension FunctionTiming {
  /// Whether both were counted for the same function, by different processes.
  fileprivate func isSameFunction(as other: FunctionTiming) -> Bool {
    function == other.function && module == other.module && label == other.label && suspends == other.suspends
  }

  fileprivate mutating func merge(_ other: FunctionTiming) {
    durations.merge(other.durations)
    latencies.merge(other.latencies)
    innerCalls += other.innerCalls
    begunBefore += other.begunBefore
    errors += other.errors
    selfTime = selfTime + other.selfTime
    inFlight += other.inFlight
    suspended += other.suspended
    suspensions += other.suspensions
    abandoned += other.abandoned
    slowest += other.slowest
    threads += other.threads
    sort()
  }

  fileprivate mutating func sort() {
    inFlight.sort(by: >)
    suspended.sort(by: >)
    slowest = Array(
      slowest.sorted { ($1.duration, $0.start) < ($0.duration, $1.start) }.prefix(Int(SERIEMA_TIMING_SLOWEST)))
    threads.sort {
      ($1.durations.total, $0.thread.process, $0.thread.thread)
        < ($0.durations.total, $1.thread.process, $1.thread.thread)
    }
  }
}
