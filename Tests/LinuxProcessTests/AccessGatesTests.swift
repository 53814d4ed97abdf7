import Testing

@testable import LinuxProcess

/// The kernel's rules, as ptrace(2) has them under "Ptrace access mode checking".
struct AccessGatesTests {
  private var own: AccessFacts {
    var facts = AccessFacts(process: ProcessID(7), ownUser: 1000)
    facts.ownGroup = 100
    facts.targetUser = 1000
    facts.targetGroup = 100
    return facts
  }

  @Test func findsNothingClosedToOnesOwnProcess() {
    #expect(AccessGates(own).closedToReading.isEmpty)
    #expect(AccessGates(own).closedToStopping.isEmpty)
  }

  @Test func namesEveryGateThatIsClosedInTheKernelsOrder() {
    var facts = own
    facts.targetUser = 33
    facts.targetGroup = 34
    facts.isDumpable = false
    facts.targetCapabilities = 1 << 3
    facts.yamaScope = 2
    #expect(
      AccessGates(facts).closedToReading == [
        .otherUser(33), .otherGroup(34), .notDumpable, .moreCapabilities, .yama(scope: 2),
      ])
    // CAP_SYS_PTRACE opens them all.
    facts.ownCapabilities = AccessFacts.tracing
    #expect(AccessGates(facts).closedToReading.isEmpty)
  }

  @Test(arguments: [
    (nil, false, false, true), (0, false, false, true), (1, false, false, false), (1, true, false, true),
    (1, false, true, true), (2, true, false, false), (2, false, true, true), (3, true, false, false),
    (3, false, true, false),
  ])
  func goesByYamasScope(_ scope: Int?, _ isDescendant: Bool, _ canTrace: Bool, _ isOpen: Bool) {
    var facts = own
    facts.yamaScope = scope
    facts.isDescendant = isDescendant
    facts.ownCapabilities = canTrace ? AccessFacts.tracing : 0
    #expect(AccessGates(facts).closedToReading.isEmpty == isOpen)
  }

  @Test func knowsThatATracerClosesStoppingAlone() {
    var facts = own
    facts.tracer = ProcessID(77)
    facts.tracerName = "gdb"
    #expect(AccessGates(facts).closedToReading.isEmpty)
    #expect(AccessGates(facts).closedToStopping == [.tracer(ProcessID(77), name: "gdb")])
  }

  @Test func suspectsWhatCannotBeSeenOnlyWhereNothingElseIsClosed() {
    var facts = own
    facts.isFiltered = true
    facts.isInNestedUserNamespace = true
    #expect(AccessGates(facts).refusingReading == [.callFilter, .userNamespace])
    facts.yamaScope = 1
    #expect(AccessGates(facts).refusingReading == [.yama(scope: 1)])
  }

  @Test func readsTheFactsOfThisProcess() throws {
    let facts = ProcessAccess.facts(on: .own)
    #expect(facts.targetUser == facts.ownUser)
    #expect(facts.targetGroup == facts.ownGroup)
    #expect(facts.targetCapabilities & facts.ownCapabilities == facts.ownCapabilities)
    #expect(facts.tracer == nil)
  }

  @Test func readsEveryFieldOfAStatus() {
    let status = ProcessStatus(
      parsing: Array(
        """
        Name:\ta: b)\nState:\tS (sleeping)\nPPid:\t12\nTracerPid:\t77\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8
        NSpid:\t4242\t7\t1\nCapPrm:\t000001fffeffffff\nCapEff:\t0000000000080000\nNoNewPrivs:\t1\nSeccomp:\t2

        """.utf8))
    #expect(status.state == "S")
    #expect(status.parent == ProcessID(12))
    #expect(status.tracer == ProcessID(77))
    #expect(status.users == [1, 2, 3, 4])
    #expect(status.user == 1)
    #expect(status.groups == [5, 6, 7, 8])
    #expect(status.namespaceIDs == [4242, 7, 1])
    #expect(status.permittedCapabilities == 0x1ff_feff_ffff)
    #expect(status.effectiveCapabilities == AccessFacts.tracing)
    #expect(status.hasNoNewPrivileges)
    #expect(status.isFiltered)
    let empty = ProcessStatus(parsing: [])
    #expect(empty.tracer == nil)
    #expect(empty.state == "?")
  }
}
