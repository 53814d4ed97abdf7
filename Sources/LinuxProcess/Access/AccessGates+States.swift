extension AccessGates {
  /// Every gate as it stands, in the order of the kernel's checks; closed are those that `closedToLoading` names.
  package var states: [GateState] {
    GateState.Gate.allCases.map { GateState(gate: $0, position: position(of: $0)) }
  }

  private func position(of gate: GateState.Gate) -> GateState.Position {
    switch gate {
    case .user: position(knowing: facts.targetUser != nil) { if case .otherUser = $0 { true } else { false } }
    case .group: position(knowing: facts.targetGroup != nil) { if case .otherGroup = $0 { true } else { false } }
    case .dumpable:
      position(knowing: facts.canTrace || facts.isDumpable != nil || facts.ownUser == 0) { $0 == .notDumpable }
    case .capabilities: position { $0 == .moreCapabilities }
    case .yama: position { if case .yama = $0 { true } else { false } }
    case .tracingCapability: facts.canTrace ? .open : isWanted(tracing: closedToReading) ? .closed : .notNeeded
    case .ownFilter: facts.refusedCalls.isEmpty ? .open : .closed
    case .targetFilter: position { $0 == .targetFilter }
    case .tracer: position { if case .tracer = $0 { true } else { false } }
    case .userNamespace: userNamespace
    // Both are followed, through /proc/PID/root, memory files and `NSpid`.
    case .mountNamespace: facts.sharesMountNamespace == nil ? .unknown : .open
    case .processNamespace: facts.sharesProcessNamespace == nil ? .unknown : .open
    }
  }

  private func position(
    knowing isKnown: Bool = true, _ isThis: (AccessGate) -> Bool
  ) -> GateState.Position {
    closedToLoading.contains(where: isThis) ? .closed : isKnown ? .open : .unknown
  }

  /// Whether CAP_SYS_PTRACE would open something that is closed.
  private func isWanted(tracing closed: [AccessGate]) -> Bool {
    closed.contains { gate in
      switch gate {
      case .otherUser, .otherGroup, .notDumpable, .moreCapabilities: true
      case .yama(let scope): scope < 3
      case .callFilter, .traceFilter, .targetFilter, .userNamespace, .tracer: false
      }
    }
  }

  /// Capabilities hold in our own user namespace and in those below it.
  private var userNamespace: GateState.Position {
    if facts.sharesUserNamespace == true || !facts.isInNestedUserNamespace { return .open }
    return facts.sharesUserNamespace == false ? .closed : .unknown
  }
}
