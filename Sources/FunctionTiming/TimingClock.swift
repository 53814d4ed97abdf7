import CTimingWire

/// A clock that the agent can read.
package enum TimingClock: Hashable, Sendable {
  /// The processor's time-stamp counter: the cheaper one, where the kernel keeps time by it.
  case timeStampCounter
  /// `CLOCK_MONOTONIC`, read without a system call.
  case monotonic

  /// One of `SERIEMA_TIMING_CLOCK_…`.
  var code: UInt32 {
    switch self {
    case .timeStampCounter: UInt32(SERIEMA_TIMING_CLOCK_TSC)
    case .monotonic: UInt32(SERIEMA_TIMING_CLOCK_MONOTONIC)
    }
  }
}
