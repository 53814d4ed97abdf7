/// The clock that durations were read from.
package enum ClockSource: Hashable, Sendable {
  /// The processor's invariant time-stamp counter, at a measured rate.
  case timeStampCounter(ticksPerSecond: Double)
  /// `clock_gettime(CLOCK_MONOTONIC)`, through the vDSO.
  case monotonic
}
