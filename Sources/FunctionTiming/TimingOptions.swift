/// How a program is to be timed.
package struct TimingOptions: Hashable, Sendable {
  /// Give times as they were read, without subtracting what the timer takes.
  package var isRaw: Bool
  /// Tell threads and processes apart.
  package var byThread: Bool

  package init(isRaw: Bool = false, byThread: Bool = false) {
    self.isRaw = isRaw
    self.byThread = byThread
  }
}
