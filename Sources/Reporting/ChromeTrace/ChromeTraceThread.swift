import ProfileModel

/// What of a thread's slices is open, and the samples of the last moment.
struct ChromeTraceThread: Sendable {
  private struct Stay {
    var stack: Int32
    var isIdle: Bool
    var time: Nanoseconds
  }

  /// The moment of `pending`.
  var instant = Nanoseconds(.min)
  /// Samples that have the same moment: how far back they reach is known when all are there.
  private var pending: [Stay] = []
  /// The stack whose slices are open, or -1.
  private var open: Int32 = -1
  private var isIdle = false
  /// Up to where time is shown.
  private var end = Nanoseconds.zero

  /// Notes a sample of the moment `instant`; one without a time of its own shows as nothing.
  mutating func add(_ stack: Int32, _ sample: TimedSample) {
    guard sample.weight.time > .zero else { return }
    pending.append(Stay(stack: stack, isIdle: sample.isIdle, time: sample.weight.time))
  }

  /// Writes what the samples of the last moment change.
  mutating func show(
    as thread: Int, _ stacks: FunctionStacks, with events: inout ChromeTraceEvents, into bytes: inout [UInt8]
  ) {
    guard !pending.isEmpty else { return }
    let time = pending.reduce(.zero) { $0 + $1.time }
    let start = max(end, instant - time)
    if start > end {
      close(as: thread, stacks, with: &events, into: &bytes)
      end = start
    }
    for stay in pending {
      go(to: stay, as: thread, stacks, with: &events, into: &bytes)
      end = end + stay.time
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Ends all slices.
  mutating func close(
    as thread: Int, _ stacks: FunctionStacks, with events: inout ChromeTraceEvents, into bytes: inout [UInt8]
  ) {
    go(to: Stay(stack: -1, isIdle: false, time: .zero), as: thread, stacks, with: &events, into: &bytes)
  }

  private mutating func go(
    to stay: Stay, as thread: Int, _ stacks: FunctionStacks, with events: inout ChromeTraceEvents,
    into bytes: inout [UInt8]
  ) {
    guard stay.stack != open || stay.isIdle != isIdle else { return }
    events.go(to: end, of: thread)
    let common = stacks.commonCaller(of: open, and: stay.stack)
    if isIdle { events.end(into: &bytes) }
    while open != common {
      events.end(into: &bytes)
      open = stacks.parents[Int(open)]
    }
    events.begin(stay.stack, from: common, stacks, into: &bytes)
    if stay.isIdle { events.beginIdle(into: &bytes) }
    open = stay.stack
    isIdle = stay.isIdle
  }
}
