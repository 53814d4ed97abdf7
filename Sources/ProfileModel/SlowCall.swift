/// One call that took long.
package struct SlowCall: Hashable, Sendable {
  package var duration: Nanoseconds
  /// When it began, counted from the start of the timing.
  package var start: Nanoseconds
  package var thread: TimedThread

  package init(duration: Nanoseconds, start: Nanoseconds, thread: TimedThread) {
    self.duration = duration
    self.start = start
    self.thread = thread
  }
}
