/// Why something could not be learned from, or done to, a process.
package enum ProcessError: Error, Hashable, Sendable {
  case noSuchProcess(ProcessID)
  /// It has ended; its parent has not collected it yet.
  case zombie(ProcessID)
  case notPermitted(AccessFacts)
  /// It ended while we were at it.
  case exited(ProcessID)
  /// A range of its memory that is not mapped, or no longer.
  case unreadable(RemoteAddress)
  case system(call: String, errno: Int32)

  /// What decides whether one process may look into another.
  package struct AccessFacts: Hashable, Sendable {
    package var process: ProcessID
    /// Effective user id of ours, and real user id of the target's.
    package var ownUser: UInt32
    package var targetUser: UInt32?
    /// `kernel.yama.ptrace_scope`; nil without Yama.
    package var yamaScope: Int?
    /// Another tracer of the process (`TracerPid`); nil when there is none.
    package var tracer: ProcessID?
  }
}
