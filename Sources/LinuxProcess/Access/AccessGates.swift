/// Which gates between us and a process are closed, by the rules that the kernel goes by.
///
/// This is the one place that decides it, for whatever is to be done: it says why something was refused, and what would
/// be refused before it is tried.
package struct AccessGates: Hashable, Sendable {
  package let facts: AccessFacts

  package init(_ facts: AccessFacts) {
    self.facts = facts
  }

  /// What keeps us from reading its memory (`PTRACE_MODE_ATTACH_REALCREDS`), in the order of the kernel's checks; empty
  /// where nothing that we know of does.
  package var closedToReading: [AccessGate] {
    let filter: [AccessGate] = facts.refusedCalls.contains(.readMemory) ? [.callFilter] : []
    guard !facts.canTrace else { return (facts.yamaScope == 3 ? [.yama(scope: 3)] : []) + filter }
    var closed: [AccessGate] = []
    if let user = facts.targetUser, user != facts.ownUser { closed.append(.otherUser(user)) }
    if let group = facts.targetGroup, group != facts.ownGroup { closed.append(.otherGroup(group)) }
    if facts.isDumpable == false { closed.append(.notDumpable) }
    if facts.targetCapabilities & ~facts.ownCapabilities != 0 { closed.append(.moreCapabilities) }
    if let scope = facts.yamaScope, scope > 1 || scope == 1 && !facts.isDescendant {
      closed.append(.yama(scope: scope))
    }
    return closed + filter
  }

  /// What keeps us from stopping its threads, even where its memory can be read.
  package var closedToStopping: [AccessGate] {
    closedToReading + (facts.refusedCalls.contains(.trace) ? [.traceFilter] : [])
      + (facts.tracer.map { [.tracer($0, name: facts.tracerName)] } ?? [])
  }

  /// What keeps us from loading a library into it, by a thread that is stopped for it.
  package var closedToLoading: [AccessGate] {
    closedToStopping + (facts.isTargetFiltered ? [.targetFilter] : [])
  }

  /// Why a call that reads was refused: what is closed, else what may be and cannot be seen from here.
  package var refusingReading: [AccessGate] {
    let closed = closedToReading
    guard closed.isEmpty else { return closed }
    var suspects: [AccessGate] = []
    if facts.isFiltered { suspects.append(.callFilter) }
    if facts.isInNestedUserNamespace { suspects.append(.userNamespace) }
    return suspects
  }
}
