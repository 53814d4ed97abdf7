/// How a process ended.
package enum ExitStatus: Hashable, Sendable {
  /// By itself, with the status of `exit`.
  case exited(Int32)
  /// By a signal.
  case signalled(Int32)
}
