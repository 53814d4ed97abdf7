internal import Glibc
internal import ProfileModel

extension Nanoseconds {
  /// `CLOCK_REALTIME`: since 1970-01-01 00:00 UTC.
  static var wallClock: Nanoseconds {
    var now = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Nanoseconds(Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
  }
}
