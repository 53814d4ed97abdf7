internal import LinuxProcess
internal import Reporting

extension Explanation {
  /// Why a process's memory may not be read.
  ///
  /// - Parameter command: What to try again with more rights; nil is `attach`.
  init(refusedBy gates: AccessGates, command: String? = nil) {
    let closed = gates.refusingReading
    self.init(
      "cannot read process \(gates.facts.process): permission denied",
      why: closed.isEmpty
        ? "a security module (AppArmor, SELinux) may forbid it: all that can be seen from here permits it"
        : closed.map { Self.reason($0, gates.facts) }.joined(separator: "; "),
      next: Self.advice(closed, gates.facts, command ?? "seriema attach \(gates.facts.process)"))
  }

  /// Why the threads of a process cannot be stopped although its memory can be read; nil when they can.
  init?(unstoppable gates: AccessGates) {
    let closed = gates.closedToStopping
    guard !closed.isEmpty, gates.closedToReading.isEmpty else { return nil }
    self.init(
      "no thread of process \(gates.facts.process) can be stopped, so stacks that move while they are read are partial",
      why: closed.map { Self.reason($0, gates.facts) }.joined(separator: "; "),
      next: (gates.facts.tracer.map { "after process \($0) has let go of it" }
        ?? "seriema doctor \(gates.facts.process)")
        + ", or --nonblocking if that will do")
  }

  static func reason(_ gate: AccessGate, _ facts: AccessFacts) -> String {
    switch gate {
    case .otherUser(let user): "it belongs to user \(user), and this is user \(facts.ownUser)"
    case .otherGroup(let group): "it belongs to group \(group), and this is group \(facts.ownGroup)"
    case .notDumpable: "it is marked as not dumpable (prctl PR_SET_DUMPABLE, or a set-user-id program)"
    case .moreCapabilities where facts.ownUser == 0:
      "this user is root without CAP_SYS_PTRACE (a container's default), and the process has capabilities that it lacks"
    case .moreCapabilities: "it has capabilities that this user lacks"
    case .yama(1): "kernel.yama.ptrace_scope is 1, so only its parents or root may read it"
    case .yama(2): "kernel.yama.ptrace_scope is 2, so only root (CAP_SYS_PTRACE) may read it"
    case .yama(let scope): "kernel.yama.ptrace_scope is \(scope), so nobody may read it, not even root"
    case .callFilter: "a seccomp filter (a container's or a sandbox's) refuses process_vm_readv to this process"
    case .traceFilter: "a seccomp filter (a container's or a sandbox's) refuses ptrace to this process"
    case .targetFilter:
      "a seccomp filter holds for it (a container's, or systemd's SystemCallFilter), which may end it for loading the agent"
    case .userNamespace: "the capabilities of this user namespace do not hold for it"
    case .tracer(let tracer, let name):
      "process \(tracer)\(name.map { " (\(UntrustedText($0).escaped))" } ?? "") traces it already"
    }
  }

  private static func advice(_ closed: [AccessGate], _ facts: AccessFacts, _ ours: String) -> String {
    if closed.contains(.yama(scope: 3)) {
      return "a reboot with kernel.yama.ptrace_scope=1 in /etc/sysctl.d; seriema time -t … app.py works as it is"
    }
    if closed.contains(where: { $0 == .callFilter || $0 == .traceFilter }) {
      return "docker run --security-opt seccomp=unconfined …, or \(ours) on the host"
    }
    if closed.contains(.userNamespace) { return "\(ours) on the host, as root" }
    if closed.isEmpty, facts.canTrace { return "sudo dmesg | grep -i -e apparmor -e avc" }
    if facts.ownUser == 0 { return "docker run --cap-add SYS_PTRACE …, or \(ours) on the host" }
    if facts.hasNoNewPrivileges {
      return "sudo \(ours) in another terminal: this one has no_new_privs, so that sudo cannot work in it"
    }
    if closed == [.yama(scope: 1)] { return "sudo \(ours), or start it with: seriema run" }
    return "sudo \(ours)"
  }
}
