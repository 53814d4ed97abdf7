internal import Glibc

/// While this lives, the calling thread gets a processor before others, where that is permitted: a thread that it holds
/// stands still for as long as it has none itself.
package struct UrgentThread: ~Copyable {
  private let usual: Int32

  /// Source: setpriority(2); on Linux the priority is a thread's own.
  private static let urgent: Int32 = -20
  private static let thread = __priority_which_t(PRIO_PROCESS.rawValue)

  package init() {
    usual = getpriority(Self.thread, 0)
    // Refused to all but root: then it stays as it is.
    _ = setpriority(Self.thread, 0, Self.urgent)
  }

  deinit {
    _ = setpriority(Self.thread, 0, usual)
  }
}

/// The priority is the thread's that made it.
@available(*, unavailable) extension UrgentThread: Sendable {}
