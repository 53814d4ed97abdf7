/// A thread that made timed calls.
package struct TimedThread: Hashable, Sendable {
  /// The kernel's ids.
  package var process: Int
  package var thread: Int
  /// As Python calls it; empty when it has no name there.
  package var name: String

  package init(process: Int, thread: Int, name: String) {
    self.process = process
    self.thread = thread
    self.name = name
  }
}
