package import LinuxProcess
package import ProfileModel
internal import Synchronization

/// Pushes what is sampled, stretch by stretch, from a thread of its own: sampling never waits for the network.
///
/// Each sample is in one stretch, so that all that was pushed and lost adds up to the run. While the server keeps us
/// waiting, stretches become longer, and what waits takes a bounded part of memory.
package final class ProfilePusher: ProfileEventSink {
  package let beganAtNanoseconds: UInt64
  private let destination: PushDestination
  private let interval: UInt64
  /// The moment that the recording began, since 1970-01-01 00:00 UTC.
  private let startedAt: Nanoseconds
  private let host: String
  private let pending = Mutex(Stretch())
  private let end: EndSignal
  /// When to give up, in nanoseconds of `CLOCK_MONOTONIC`; nil until the run has ended.
  private let deadline = Mutex<UInt64?>(nil)
  private let summary = Mutex(PushSummary())
  private let thread = Mutex<ThreadBox>(ThreadBox())

  private struct ThreadBox: ~Copyable {
    var thread: OSThread?
  }

  /// Begins now.
  ///
  /// - Parameters:
  ///   - interval: The length of a stretch.
  ///   - beganAt: The moment that instants count from, in nanoseconds of `CLOCK_MONOTONIC`.
  ///   - startedAt: The same since 1970-01-01 00:00 UTC.
  /// - Throws: When the kernel has no pipe or thread left.
  package init(
    to destination: PushDestination, every interval: Nanoseconds, beganAtNanoseconds beganAt: UInt64,
    startedAt: Nanoseconds, on host: String
  ) throws(ProcessError) {
    self.destination = destination
    self.interval = UInt64(max(interval.rawValue, Self.shortestInterval))
    self.startedAt = startedAt
    self.host = host
    beganAtNanoseconds = beganAt
    end = try EndSignal()
    var started: OSThread? = try OSThread { self.work() }
    thread.withLock { swap(&$0.thread, &started) }
  }

  private static let shortestInterval: Int64 = 10_000_000

  // MARK: From the thread that samples

  package func record(_ event: ProfileEvent) {
    pending.withLock { $0.events.append(event) }
  }

  package func record(_ sample: TimedSample) {
    pending.withLock { $0.add(sample.weight, to: sample.node) }
  }

  // MARK: From the one that waits for the end

  /// Lets the last stretch be pushed, without waiting for it.
  ///
  /// - Parameter patience: For the server, from now on.
  package func finish(within patience: Nanoseconds) {
    deadline.withLock { $0 = MonotonicClock.nowNanoseconds + UInt64(max(0, patience.rawValue)) }
    end.give()
  }

  /// Waits until all is pushed, or patience is over; to be called after `finish`.
  package func wait() -> PushSummary {
    thread.withLock { box in
      if let thread = box.thread.take() { thread.join() }
    }
    return summary.withLock { $0 }
  }

  // MARK: The thread that pushes

  private func work() {
    var delivery = PushDelivery(to: destination)
    var profiles = StretchProfiles()
    var spare = Stretch()
    var cutAt = beganAtNanoseconds
    func cut() {
      let now = MonotonicClock.nowNanoseconds
      pending.withLock { swap(&spare, &$0) }
      let (from, until) = (moment(cutAt), moment(now))
      if let profile = profiles.profile(of: spare, lasting: until - from) {
        delivery.enqueue(profile, from: from, until: until, on: host)
      }
      spare.clear()
      cutAt = now
    }
    while deadline.withLock({ $0 }) == nil {
      let now = MonotonicClock.nowNanoseconds
      let wake = min(cutAt + interval, delivery.isDueAt)
      if wake > now { end.wait(milliseconds: Int32(min((wake - now) / 1_000_000 + 1, 1 << 30))) }
      if MonotonicClock.nowNanoseconds >= cutAt + interval { cut() }
      delivery.attempt { self.isOver }
    }
    cut()
    delivery.hurry()
    while !delivery.isEmpty, !isOver {
      let last = deadline.withLock { $0 } ?? 0
      MonotonicClock.sleep(untilNanoseconds: min(last, delivery.isDueAt))
      let now = MonotonicClock.nowNanoseconds
      if now < last { delivery.attempt(within: (last - now) / 1_000_000) { self.isOver } }
    }
    delivery.giveUp()
    summary.withLock { $0 = delivery.summary }
  }

  private var isOver: Bool {
    deadline.withLock { $0.map { MonotonicClock.nowNanoseconds >= $0 } ?? false }
  }

  private func moment(_ nanoseconds: UInt64) -> Nanoseconds {
    startedAt + Nanoseconds(Int64(nanoseconds &- beganAtNanoseconds))
  }

  // MARK: At once

  /// Pushes a whole profile, and waits for that.
  ///
  /// - Parameter patience: For the server.
  package static func push(
    _ profile: Profile, from origin: RecordingOrigin, to destination: PushDestination, within patience: Nanoseconds
  ) -> PushSummary {
    var delivery = PushDelivery(to: destination)
    delivery.enqueue(
      profile.sampledPart, from: origin.startedAt, until: origin.startedAt + profile.ledger.elapsed, on: origin.host)
    let deadline = MonotonicClock.nowNanoseconds + UInt64(max(0, patience.rawValue))
    while !delivery.isEmpty, MonotonicClock.nowNanoseconds < deadline {
      MonotonicClock.sleep(untilNanoseconds: min(deadline, delivery.isDueAt))
      delivery.attempt { MonotonicClock.nowNanoseconds >= deadline }
    }
    delivery.giveUp()
    return delivery.summary
  }
}
