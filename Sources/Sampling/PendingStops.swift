internal import LinuxProcess

extension [PendingStop] {
  /// Lets those go on that stand still by now, or have ended.
  mutating func letGo() {
    guard !isEmpty else { return }
    removeAll { pending in
      do throws(StopError) {
        // Lets it go at once.
        _ = try StoppedThread(finishing: pending, timeoutNanoseconds: 0)
        return true
      } catch {
        return error != .timedOut
      }
    }
  }

  /// Waits for those that are still to come. What does not come in time is let go when this thread ends.
  mutating func letGo(withinNanoseconds limit: UInt64) {
    let deadline = MonotonicClock.nowNanoseconds &+ limit
    letGo()
    while !isEmpty, MonotonicClock.nowNanoseconds < deadline {
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds &+ 200_000)
      letGo()
    }
  }
}
