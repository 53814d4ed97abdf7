import Reporting
import Testing

@testable import LinuxProcess
@testable import SeriemaCommands

/// Every gate as `seriema doctor` prints it.
@Suite struct GateSentenceTests {
  private static func facts(_ change: (inout AccessFacts) -> Void) -> AccessFacts {
    var facts = AccessFacts(process: ProcessID(4242), ownUser: 1000)
    facts.ownGroup = 1000
    facts.targetUser = 1000
    facts.targetGroup = 1000
    facts.isDumpable = true
    facts.sharesUserNamespace = true
    facts.sharesMountNamespace = true
    facts.sharesProcessNamespace = true
    change(&facts)
    return facts
  }

  @Test func tellsEveryGate() throws {
    let cases: [(String, AccessFacts)] = [
      ("one's own", Self.facts { _ in }),
      (
        "all closed to an ordinary user",
        Self.facts {
          $0.targetUser = 33
          $0.targetGroup = 34
          $0.isDumpable = false
          $0.targetCapabilities = 1 << 10
          $0.yamaScope = 1
          $0.refusedCalls = [.readMemory, .trace]
          $0.isFiltered = true
          $0.isTargetFiltered = true
          $0.tracer = ProcessID(77)
          $0.tracerName = "gdb"
          $0.isInNestedUserNamespace = true
          $0.sharesUserNamespace = false
          $0.sharesMountNamespace = false
          $0.sharesProcessNamespace = false
        }
      ),
      (
        "root in a container without the capability",
        Self.facts {
          $0.ownUser = 0
          $0.ownGroup = 0
          $0.yamaScope = 2
        }
      ),
      (
        "root",
        Self.facts {
          $0.ownUser = 0
          $0.ownGroup = 0
          $0.ownCapabilities = .max
          $0.isDumpable = false
          $0.targetCapabilities = 1
          $0.yamaScope = 3
        }
      ),
      (
        "nothing to be seen",
        Self.facts {
          $0.targetUser = nil
          $0.targetGroup = nil
          $0.isDumpable = nil
          $0.sharesUserNamespace = nil
          $0.sharesMountNamespace = nil
          $0.sharesProcessNamespace = nil
        }
      ),
    ]
    let text = cases.map { title, facts in
      var report = GateReport(process: 4242, title: title)
      report.gates = AccessGates(facts).states.map {
        GateSentence(state: $0, facts: facts, command: "seriema attach 4242").row
      }
      return report.lines(width: nil, style: .plain).joined(separator: "\n") + "\n"
    }
    try checkGolden(text.joined(separator: "\n"), against: "gates.txt")
  }

  @Test func breaksLongSentencesUnderTheirGate() {
    var report = GateReport(process: 1, title: "process 1")
    report.gates = [
      .init(
        "a", name: "gate", state: .closed, text: "one two three four five six seven", openers: [.init(.here, "x y z")])
    ]
    #expect(
      report.lines(width: 40, style: .plain) == [
        "process 1", "", "gate  closed      one two three four", "                  five six seven",
        "    open it: x y z",
      ])
  }
}
