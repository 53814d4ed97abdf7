internal import CaptureFormat
internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// Brings profiles to a server one by one, in their order, and counts what becomes of them.
///
/// A profile that a server took without saying so in time is pushed again: at least once, not at most once.
struct PushDelivery {
  private let destination: PushDestination
  private var queue = PushQueue()
  private var delay = RetryDelay()
  /// Nanoseconds of `CLOCK_MONOTONIC`.
  private var nextAttemptAt: UInt64 = 0
  private(set) var summary = PushSummary()

  private static let timeoutMilliseconds = 10_000

  init(to destination: PushDestination) {
    self.destination = destination
  }

  var isEmpty: Bool { queue.isEmpty }
  /// When there is something to do, in nanoseconds of `CLOCK_MONOTONIC`; never when there is nothing to push.
  var isDueAt: UInt64 { queue.isEmpty ? .max : nextAttemptAt }

  /// Puts a profile at the end of what is to be pushed.
  ///
  /// - Parameter host: Where it was made. The command line stays here: there may be secrets in it.
  mutating func enqueue(_ profile: Profile, from: Nanoseconds, until: Nanoseconds, on host: String) {
    let origin = RecordingOrigin(
      startedAt: from, host: host, program: [destination.application.name], process: 0, recorder: destination.agent)
    let rate = profile.ledger.wantedRate
    let request = IngestRequest(
      from: from, until: until, application: destination.application, rate: rate > 0 ? rate : nil)
    guard let body = PprofReport(profile, origin: origin, of: .stretch).compressed else { return note(.noMemory) }
    let dropped = queue.append(.init(request: request, body: body, time: profile.ledger.elapsed))
    for parcel in dropped { lose(parcel) }
  }

  /// Tries to push the oldest, if it is time to.
  ///
  /// - Parameters:
  ///   - milliseconds: At most so long.
  ///   - isOver: Asked about once a second; true breaks off.
  mutating func attempt(within milliseconds: UInt64 = .max, isOver: @escaping () -> Bool) {
    guard let parcel = queue.first, MonotonicClock.nowNanoseconds >= nextAttemptAt else { return }
    do throws(PushAttemptFailure) {
      let timeout = Int(min(UInt64(Self.timeoutMilliseconds), max(1, milliseconds)))
      try destination.push(parcel, timeoutMilliseconds: timeout, isOver: isOver)
      _ = queue.removeFirst()
      summary.pushed += 1
      summary.pushedTime += parcel.time
      delay.reset()
    } catch {
      note(error.failure)
      if !error.failure.mayPass, let parcel = queue.removeFirst() { lose(parcel) }
      let pause = delay.next(askedForSeconds: error.retryAfterSeconds)
      nextAttemptAt = MonotonicClock.nowNanoseconds + pause * 1_000_000
    }
  }

  /// Does not wait for the next attempt: the last ones are near.
  mutating func hurry() {
    delay.reset()
    nextAttemptAt = 0
  }

  /// What is left is lost.
  mutating func giveUp() {
    while let parcel = queue.removeFirst() { lose(parcel) }
  }

  private mutating func lose(_ parcel: PushQueue.Parcel) {
    summary.lost += 1
    summary.lostTime += parcel.time
  }

  private mutating func note(_ failure: PushFailure) {
    if summary.lastFailure == nil { destination.noteFailure(failure) }
    summary.lastFailure = failure
  }
}

extension PprofReport {
  /// As files of pprof are, by gzip; nil where there is no memory for it.
  fileprivate var compressed: [UInt8]? {
    guard var stream = GzipStream() else { return nil }
    var compressed: [UInt8] = []
    write { stream.write($0, to: &compressed) }
    stream.finish(to: &compressed)
    return compressed
  }
}
