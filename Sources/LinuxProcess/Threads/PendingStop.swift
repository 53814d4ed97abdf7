/// A stop that was asked for and has not happened yet.
///
/// The thread will stand still when it happens, so it has to be waited for and let go.
package struct PendingStop: Hashable, Sendable {
  package let thread: ThreadID
  package let keepingExit: Bool

  package init(thread: ThreadID, keepingExit: Bool) {
    self.thread = thread
    self.keepingExit = keepingExit
  }
}
