import ProfileModel

extension TimedSample {
  /// Whether the thread did not run for half of what the sample stands for, or more: what formats show that can only say
  /// one or the other.
  var isIdle: Bool { weight.idle > .zero && weight.idle.rawValue >= weight.time.rawValue - weight.idle.rawValue }
}
