/// How a program is to be timed.
package struct TimingOptions: Hashable, Sendable {
  /// Give times as they were read, without subtracting what the timer takes.
  package var isRaw: Bool
  /// Tell threads and processes apart.
  package var byThread: Bool

  /// The clock to read; nil for the best of this machine.
  package var clock: TimingClock?

  package init(isRaw: Bool = false, byThread: Bool = false, clock: TimingClock? = nil) {
    self.isRaw = isRaw
    self.byThread = byThread
    self.clock = clock
  }
}
