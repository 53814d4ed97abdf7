internal import CLinux

/// A thread, by the kernel's id (`gettid`) in our PID namespace.
package struct ThreadID: Hashable, Sendable {
  package let rawValue: Int32

  package init(_ rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The thread that asks.
  package static var own: ThreadID { ThreadID(seriema_thread_id()) }
}

extension ThreadID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}
