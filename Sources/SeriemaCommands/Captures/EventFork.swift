internal import ProfileModel

/// Hands on what is sampled to two takers.
final class EventFork<First: ProfileEventSink, Second: ProfileEventSink>: ProfileEventSink {
  let beganAtNanoseconds: UInt64
  private let first: First
  private let second: Second

  /// Both began at the same moment.
  init(_ first: First, _ second: Second) {
    beganAtNanoseconds = first.beganAtNanoseconds
    self.first = first
    self.second = second
  }

  func record(_ event: ProfileEvent) {
    first.record(event)
    second.record(event)
  }

  func record(_ sample: TimedSample) {
    first.record(sample)
    second.record(sample)
  }
}
