internal import LinuxProcess
internal import Reporting

/// A gate as `seriema doctor` tells it: what it is, how it stands, and the command that opens it.
struct GateSentence {
  let state: GateState
  let facts: AccessFacts
  /// What is to be tried again with more rights.
  let command: String

  var row: GateReport.Row {
    GateReport.Row(
      state.gate.rawValue, name: name, state: reported, text: text, openers: reported == .closed ? openers : [])
  }

  private var reported: GateReport.State {
    switch state.position {
    case .open: .open
    case .closed: .closed
    case .notNeeded: .notNeeded
    case .unknown: .unknown
    }
  }

  private var name: String {
    switch state.gate {
    case .user: "user id"
    case .group: "group id"
    case .dumpable: "dumpable"
    case .capabilities: "its capabilities"
    case .yama: "Yama"
    case .tracingCapability: "CAP_SYS_PTRACE"
    case .ownFilter: "our seccomp filter"
    case .targetFilter: "its seccomp filter"
    case .tracer: "tracer"
    case .userNamespace: "user namespace"
    case .mountNamespace: "mount namespace"
    case .processNamespace: "PID namespace"
    }
  }

  private var text: String {
    let closed = AccessGates(facts).closedToLoading.filter { $0.state == state.gate }
    if state.position == .closed, !closed.isEmpty {
      return closed.map { Explanation.reason($0, facts) }.joined(separator: "; ")
    }
    switch state.gate {
    case .user: return same("user", facts.targetUser, facts.ownUser)
    case .group: return same("group", facts.targetGroup, facts.ownGroup)
    case .dumpable where state.position == .unknown: return "it cannot be seen from here whether it is"
    case .dumpable:
      return facts.isDumpable == false ? "it is not, and CAP_SYS_PTRACE is here" : "its memory may be read"
    case .capabilities:
      return facts.targetCapabilities & ~facts.ownCapabilities == 0
        ? "it has none that we lack" : "it has some that we lack, and CAP_SYS_PTRACE is here"
    case .yama:
      guard let scope = facts.yamaScope else { return "this kernel has no kernel.yama.ptrace_scope" }
      if scope == 0 { return "kernel.yama.ptrace_scope is 0" }
      return "kernel.yama.ptrace_scope is \(scope), and \(facts.canTrace ? "CAP_SYS_PTRACE is here" : "we started it")"
    case .tracingCapability:
      switch state.position {
      case .open: return "it is here, and opens the gates above"
      case .closed: return "it is not here, and would open what is closed above"
      case .notNeeded, .unknown: return "it is not here"
      }
    case .ownFilter:
      if !facts.refusedCalls.isEmpty { return "a seccomp filter refuses \(refusedCalls) to us" }
      return facts.isFiltered ? "there is one, which permits process_vm_readv and ptrace" : "there is none"
    case .targetFilter:
      return "there is none"
    case .tracer: return "nobody traces it"
    case .userNamespace:
      switch state.position {
      case .closed: return "it is in another, in which our capabilities do not hold"
      case .unknown: return "it cannot be seen from here; ours is not the machine's own"
      case .open, .notNeeded:
        guard let isShared = facts.sharesUserNamespace else {
          return "ours is the machine's own, so it is in ours or below"
        }
        return isShared ? "it is in ours" : "it is in another, below ours"
      }
    case .mountNamespace: return place(facts.sharesMountNamespace, "its files are found through /proc/PID/root")
    case .processNamespace: return place(facts.sharesProcessNamespace, "its ids are translated")
    }
  }

  private func same(_ kind: String, _ target: UInt32?, _ own: UInt32) -> String {
    guard let target else { return "it cannot be seen" }
    return target == own
      ? "it belongs to \(kind) \(own), as we do"
      : "it belongs to \(kind) \(target), this is \(kind) \(own), and CAP_SYS_PTRACE is here"
  }

  private func place(_ isShared: Bool?, _ otherwise: String) -> String {
    guard let isShared else { return "it cannot be seen from here which it is in" }
    return isShared ? "it is in ours" : "it is in another: \(otherwise)"
  }

  private var refusedCalls: String {
    let names = LookingCall.allCases.filter(facts.refusedCalls.contains).map { call in
      switch call {
      case .readMemory: "process_vm_readv"
      case .writeMemory: "process_vm_writev"
      case .trace: "ptrace"
      }
    }
    return names.joined(separator: " and ")
  }

  private static let dockerCapability = GateReport.Opener(.docker, "docker run --cap-add SYS_PTRACE …")
  private static let kubernetesCapability = GateReport.Opener(
    .kubernetes, "securityContext: {capabilities: {add: [\"SYS_PTRACE\"]}}")

  private var sudo: String {
    facts.hasNoNewPrivileges ? "sudo \(command), in another terminal: this one has no_new_privs" : "sudo \(command)"
  }

  private var openers: [GateReport.Opener] {
    switch state.gate {
    case .user, .group, .dumpable:
      facts.ownUser == 0
        ? [Self.dockerCapability, Self.kubernetesCapability]
        : [
          .init(.here, sudo), .init(.docker, "docker exec --user root --privileged CONTAINER \(command)"),
          .init(.kubernetes, "kubectl debug POD --target=CONTAINER --profile=sysadmin --image=IMAGE -- \(command)"),
        ]
    case .capabilities, .tracingCapability:
      facts.ownUser == 0
        ? [Self.dockerCapability, Self.kubernetesCapability]
        : [.init(.here, sudo), Self.dockerCapability, Self.kubernetesCapability]
    case .yama where facts.yamaScope == 3:
      [.init(.here, "a reboot with kernel.yama.ptrace_scope=1 in /etc/sysctl.d: 3 cannot be taken back")]
    case .yama:
      [
        .init(.here, "sudo sysctl kernel.yama.ptrace_scope=0"), Self.dockerCapability, Self.kubernetesCapability,
      ]
    case .ownFilter:
      [
        .init(.docker, "docker run --security-opt seccomp=unconfined …"),
        .init(.kubernetes, "securityContext: {seccompProfile: {type: Unconfined}}"),
      ]
    case .tracer: facts.tracer.map { [.init(.here, "kill -INT \($0)")] } ?? []
    case .userNamespace:
      [
        .init(.here, "\(command), on the host as root"), .init(.docker, "docker run --userns=host …"),
        .init(.kubernetes, "hostUsers: true"),
      ]
    case .targetFilter:
      [
        .init(.here, "seriema time -t … app.py, which starts the program; for attach and dump nothing is needed"),
        .init(.docker, "docker run --security-opt seccomp=unconfined …"),
        .init(.kubernetes, "securityContext: {seccompProfile: {type: Unconfined}}"),
      ]
    case .mountNamespace, .processNamespace: []
    }
  }
}

extension AccessGate {
  /// The row of `seriema doctor` that it stands in.
  fileprivate var state: GateState.Gate {
    switch self {
    case .otherUser: .user
    case .otherGroup: .group
    case .notDumpable: .dumpable
    case .moreCapabilities: .capabilities
    case .yama: .yama
    case .callFilter, .traceFilter: .ownFilter
    case .targetFilter: .targetFilter
    case .userNamespace: .userNamespace
    case .tracer: .tracer
    }
  }
}
