internal import CLinux

/// `CLOCK_MONOTONIC`, in nanoseconds since some moment before boot.
package enum MonotonicClock {
  package static var nowNanoseconds: UInt64 { seriema_monotonic_ns() }

  /// CPU time that this process has used in all its threads.
  package static var ownCPUNanoseconds: UInt64 { seriema_own_cpu_ns() }

  /// Sleeps until the clock shows `deadline`, or a signal comes.
  package static func sleep(untilNanoseconds deadline: UInt64) {
    _ = seriema_sleep_until(deadline)
  }

  /// Lets the calling thread's sleeps end within a few microseconds instead of the usual 50.
  package static func sharpenSleep() {
    _ = seriema_set_timer_slack(1)
  }
}
