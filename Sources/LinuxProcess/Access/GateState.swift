/// One rule of the kernel between us and a process, and whether it lets us through.
package struct GateState: Hashable, Sendable {
  package let gate: Gate
  package let position: Position

  package enum Gate: String, Hashable, Sendable, CaseIterable {
    case user
    case group
    case dumpable
    case capabilities
    case yama
    /// CAP_SYS_PTRACE, which opens those above but for Yama's scope 3.
    case tracingCapability
    /// A seccomp filter on ourselves.
    case ownFilter
    /// A seccomp filter on the process: what it may not do, it may not be made to do either.
    case targetFilter
    case tracer
    case userNamespace
    case mountNamespace
    case processNamespace
  }

  package enum Position: Hashable, Sendable {
    case open
    case closed
    /// It is not there, and nothing is closed that it would open.
    case notNeeded
    /// It cannot be seen from here.
    case unknown
  }
}
