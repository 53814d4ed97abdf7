/// For how long a thread has looked the same, in readings without any between them in which it did not.
struct StillThread {
  private var digest: UInt64 = 0
  private var since: UInt64 = 0

  /// Takes note of what a reading saw.
  ///
  /// - Returns: Nanoseconds since it was first seen; 0 when it is something else now.
  mutating func lasts(_ digest: UInt64, at now: UInt64) -> UInt64 {
    if self.digest != digest || since == 0 {
      self.digest = digest
      since = now
    }
    return now &- since
  }
}
