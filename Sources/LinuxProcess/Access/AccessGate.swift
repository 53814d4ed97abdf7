/// One rule of the kernel that keeps us from a process.
package enum AccessGate: Hashable, Sendable {
  /// It has a user id that is not ours.
  case otherUser(UInt32)
  /// It has a group id that is not ours.
  case otherGroup(UInt32)
  /// It is marked as not dumpable: a set-user-id program, or prctl(2)'s `PR_SET_DUMPABLE`.
  case notDumpable
  /// It has capabilities that we lack.
  case moreCapabilities
  /// `kernel.yama.ptrace_scope`: 1 lets in its ancestors, 2 only who has CAP_SYS_PTRACE, 3 nobody.
  case yama(scope: Int)
  /// A seccomp filter on ourselves refuses the call that reads, or may do so.
  case callFilter
  /// A seccomp filter on ourselves refuses ptrace(2).
  case traceFilter
  /// A seccomp filter on the process may end it for what loading a library takes.
  case targetFilter
  /// Our capabilities do not hold in its user namespace.
  case userNamespace
  /// Another process traces it: it can be read, and not stopped.
  case tracer(ProcessID, name: String?)
}
