internal import LinuxProcess
internal import ProfileModel

/// The CPU time of one thread, and the samples that are still to be given their part of it.
///
/// The kernel adds to the account of a running thread when its timer ticks, every few milliseconds, and when the thread
/// ceases to run. So the samples in which it ran wait, and what comes is shared among them by the time that they stand
/// for. What comes while none waits was spent between two samples in which it slept: the next ones in which it runs
/// stand for that as well.
final class ThreadClock {
  private var schedule: ThreadSchedule
  private var last: ThreadSchedule.Reading
  /// CPU time that was given to no sample yet.
  private var unassigned = Nanoseconds.zero
  private var waiting: [Sample] = []
  private var waitingTime = Nanoseconds.zero
  /// The last sample in which the thread ran.
  private var lastSample: Sample?
  /// Whether it ran when that was last looked at.
  var wasRunning = true

  private struct Sample {
    var node: Int32
    var states: SampleStates
    var time: Nanoseconds
  }

  /// Samples that wait at the same time; at the highest rates every second of them stands for its neighbour too.
  private static let waitingLimit = 256

  /// - Parameter mostNanoseconds: What the thread can have run since it could have been seen first.
  /// - Throws: When its account cannot be read.
  init(of thread: ThreadID, in process: ProcessID, mostNanoseconds: UInt64) throws(ProcessError) {
    schedule = try ThreadSchedule(of: thread, in: process)
    last = try schedule.read()
    unassigned = Nanoseconds(Int64(min(last.runNanoseconds, mostNanoseconds)))
    waiting.reserveCapacity(Self.waitingLimit)
  }

  /// Reads the account.
  ///
  /// - Returns: Whether the thread was given a processor since the last time, or had it then: else it still sleeps.
  func update() -> Bool {
    guard let reading = try? schedule.read() else { return false }
    let hasRun = reading.turnCount != last.turnCount || reading.runNanoseconds != last.runNanoseconds
    unassigned += Nanoseconds(Int64(reading.runNanoseconds &- min(reading.runNanoseconds, last.runNanoseconds)))
    last = reading
    return hasRun || wasRunning
  }

  /// Lets a sample in which the thread ran wait for its part.
  ///
  /// - Parameter time: What it stands for.
  func add(_ time: Nanoseconds, to node: Int32, in states: SampleStates) {
    let sample = Sample(node: node, states: states, time: time)
    lastSample = sample
    waitingTime += time
    if let latest = waiting.indices.last, waiting[latest].node == node, waiting[latest].states == states {
      waiting[latest].time += time
      return
    }
    if waiting.count == Self.waitingLimit { thinOut() }
    waiting.append(sample)
  }

  /// Shares what there is among the samples that wait.
  func assign(to builder: ProfileBuilder) {
    guard unassigned > .zero, !waiting.isEmpty else { return }
    share(unassigned, to: builder)
  }

  /// Shares the rest when the thread has ended, or sampling has.
  ///
  /// - Returns: CPU time for which there is no sample at all.
  func finish(into builder: ProfileBuilder) -> Nanoseconds {
    _ = update()
    defer { unassigned = .zero }
    if !waiting.isEmpty {
      // Where nothing was added after they were taken, the thread is gone, and with it its account: it did run.
      share(unassigned > .zero ? unassigned : waitingTime, to: builder)
    } else if let lastSample {
      builder.add(Weight(time: unassigned), to: lastSample.node, in: lastSample.states)
    } else {
      return unassigned
    }
    return .zero
  }

  private func share(_ time: Nanoseconds, to builder: ProfileBuilder) {
    var rest = time
    var restOfWaiting = waitingTime
    for sample in waiting {
      let part =
        restOfWaiting > .zero
        ? Nanoseconds(seconds: rest.seconds * (sample.time.seconds / restOfWaiting.seconds)) : rest
      builder.add(Weight(time: min(part, rest)), to: sample.node, in: sample.states)
      rest = rest - min(part, rest)
      restOfWaiting = restOfWaiting - sample.time
    }
    // Nothing is lost by rounding.
    if let last = waiting.last { builder.add(Weight(time: rest), to: last.node, in: last.states) }
    waiting.removeAll(keepingCapacity: true)
    waitingTime = .zero
    unassigned = .zero
  }

  private func thinOut() {
    var kept = 0
    for index in stride(from: 0, to: waiting.count - 1, by: 2) {
      let time = waiting[index].time + waiting[index + 1].time
      waiting[kept] = waiting[index + 1]
      waiting[kept].time = time
      kept += 1
    }
    waiting.removeSubrange(kept...)
  }
}
