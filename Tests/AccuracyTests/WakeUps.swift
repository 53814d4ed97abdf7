import Foundation

/// What the machine itself gives to one who wants to be woken 10,000 times in a second and does nothing else.
enum WakeUps {
  private static let interval = 100_000
  private static let count = 10_000

  /// The share of all that came before the next was due, 0 … 1. Takes a second.
  static func shareInTime() -> Double {
    let start = now
    var late = 0
    var tick = 1
    while tick <= count {
      let due = start + tick * interval
      var time = timespec(tv_sec: due / 1_000_000_000, tv_nsec: due % 1_000_000_000)
      // Reads the structure, which lives through the call.
      _ = unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
      let missed = (now - due) / interval
      late += missed
      tick += 1 + missed
    }
    return 1 - Double(late) / Double(count)
  }

  /// Nanoseconds.
  private static var now: Int {
    var time = timespec()
    // Writes the structure, which lives through the call.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
