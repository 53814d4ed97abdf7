/// Calls that were made before others were timed, and are not among these.
package struct WarmUp: Hashable, Sendable {
  /// Of each function.
  package var calls: Int
  /// Whether their times no longer changed at the end.
  package var hasSettled: Bool

  package init(calls: Int, hasSettled: Bool) {
    self.calls = calls
    self.hasSettled = hasSettled
  }
}
