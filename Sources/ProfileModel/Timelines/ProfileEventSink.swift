/// Where a recording goes while it is made.
///
/// Called by the thread that samples: it neither waits nor, once warm, allocates.
package protocol ProfileEventSink: AnyObject, Sendable {
  /// The moment that `TimedSample.instant` counts from: nanoseconds of `CLOCK_MONOTONIC`.
  var beganAtNanoseconds: UInt64 { get }

  /// Takes what samples refer to, before the first that does.
  func record(_ event: ProfileEvent)
  func record(_ sample: TimedSample)
}

extension ProfileEventSink {
  /// Tells what is known at the end beside the samples.
  package func recordEnd(of profile: Profile) {
    record(.runtime(pythonVersion: profile.pythonVersion, sampledTime: profile.sampledTime))
    for process in profile.processes { record(.process(process)) }
    record(.ledger(profile.ledger))
  }
}
