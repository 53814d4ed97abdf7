/// What decides whether we may look into a process or stop its threads, as far as it can be seen.
///
/// Source: ptrace(2), "Ptrace access mode checking"; `__ptrace_may_access` of the kernel.
package struct AccessFacts: Hashable, Sendable {
  package var process: ProcessID
  /// Our real user and group id.
  package var ownUser: UInt32
  package var ownGroup: UInt32 = 0
  /// A user or group id of the process that is not ours, else ours; nil where it could not be read.
  package var targetUser: UInt32?
  package var targetGroup: UInt32?
  /// Our effective capabilities, and those permitted to the process: a bit each, as in capabilities(7).
  package var ownCapabilities: UInt64 = 0
  package var targetCapabilities: UInt64 = 0
  /// Its memory may be dumped; nil where that cannot be seen: a process of root looks the same either way.
  package var isDumpable: Bool?
  /// `kernel.yama.ptrace_scope`; nil without Yama.
  package var yamaScope: Int?
  /// It was started by us, or by a process that was.
  package var isDescendant = false
  /// Another tracer of the process (`TracerPid`) and the kernel's name of it; nil when there is none.
  package var tracer: ProcessID?
  package var tracerName: String?
  /// We gain nothing from sudo (`NoNewPrivs`).
  package var hasNoNewPrivileges = false
  /// A filter refuses some system calls to us (`Seccomp`), and to it.
  package var isFiltered = false
  package var isTargetFiltered = false
  /// Of the calls that look into processes, those that were tried and are refused to us whatever the process.
  package var refusedCalls: Set<LookingCall> = []
  /// Whether it is in our own namespace of each kind; nil where that cannot be seen.
  package var sharesUserNamespace: Bool?
  package var sharesMountNamespace: Bool?
  package var sharesProcessNamespace: Bool?
  /// Our capabilities hold in a user namespace below the machine's own alone.
  package var isInNestedUserNamespace = false

  package init(process: ProcessID, ownUser: UInt32) {
    self.process = process
    self.ownUser = ownUser
  }

  /// CAP_SYS_PTRACE, which opens nearly every gate.
  package static let tracing: UInt64 = 1 << 19

  package var canTrace: Bool { ownCapabilities & Self.tracing != 0 }
}
