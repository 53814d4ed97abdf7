import CPythonInspection
import FunctionTiming
import ProfileModel
import Testing

@testable import LinuxProcess
@testable import Sampling
@testable import SeriemaCommands

/// Every error that a user can meet, as it is printed.
@Suite struct SentenceTests {
  private static let process = ProcessID(4242)

  @Test func namesEveryMode() throws {
    let message = "The value 'x' is invalid for '--mode <mode>'."
    let why = try #require(Explanation(wrongUsage: message, of: "run").why)
    for mode in SamplingOptions.Mode.allCases { #expect(why.contains(mode.rawValue), "\(why)") }
  }

  /// As an ordinary user who looks at a process of their own, before the changes.
  private static func facts(_ change: (inout AccessFacts) -> Void = { _ in }) -> AccessFacts {
    var facts = AccessFacts(process: process, ownUser: 1000)
    facts.ownGroup = 1000
    facts.targetUser = 1000
    facts.targetGroup = 1000
    change(&facts)
    return facts
  }

  private static func asRoot(_ facts: inout AccessFacts) {
    facts.ownUser = 0
    facts.ownGroup = 0
    facts.targetUser = 0
    facts.targetGroup = 0
  }

  @Test func explainsWhichGateIsClosed() throws {
    let all = UInt64.max
    let cases: [(String, AccessFacts)] = [
      ("another user's", Self.facts { $0.targetUser = 0 }),
      ("another group's", Self.facts { $0.targetGroup = 27 }),
      ("not dumpable", Self.facts { $0.isDumpable = false }),
      ("more capabilities", Self.facts { $0.targetCapabilities = 1 << 10 }),
      ("Yama 1", Self.facts { $0.yamaScope = 1 }),
      ("Yama 2", Self.facts { $0.yamaScope = 2 }),
      (
        "Yama 2, our own child",
        Self.facts {
          $0.yamaScope = 2
          $0.isDescendant = true
        }
      ),
      ("Yama 3", Self.facts { $0.yamaScope = 3 }),
      (
        "Yama 3, as root",
        Self.facts {
          Self.asRoot(&$0)
          $0.ownCapabilities = all
          $0.yamaScope = 3
        }
      ),
      (
        "another user's under Yama 1",
        Self.facts {
          $0.targetUser = 33
          $0.yamaScope = 1
        }
      ),
      (
        "root without CAP_SYS_PTRACE",
        Self.facts {
          Self.asRoot(&$0)
          $0.targetCapabilities = all
        }
      ),
      (
        "another user's, no new privileges",
        Self.facts {
          $0.targetUser = 0
          $0.hasNoNewPrivileges = true
        }
      ),
      ("call filter", Self.facts { $0.isFiltered = true }),
      (
        "user namespace",
        Self.facts {
          $0.ownCapabilities = all
          $0.isInNestedUserNamespace = true
        }
      ),
      ("nothing that can be seen", Self.facts()),
      (
        "nothing that can be seen, as root",
        Self.facts {
          Self.asRoot(&$0)
          $0.ownCapabilities = all
        }
      ),
    ]
    let texts = cases.map { name, facts in "# \(name)\n" + Explanation(.notPermitted(facts)).text() }
    let traced = Self.facts {
      $0.tracer = ProcessID(77)
      $0.tracerName = "gdb\u{1b}[31m"
    }
    let warning = try #require(Explanation(unstoppable: AccessGates(traced))).text("warning")
    #expect(Explanation(unstoppable: AccessGates(Self.facts())) == nil)
    try checkGolden((texts + ["# traced\n" + warning]).joined(separator: "\n\n"), against: "access-errors.txt")
  }

  @Test func saysThatNothingTellsInstructions() throws {
    try checkGolden(Explanation.untoldInstructions.text("warning"), against: "opcodes-warning.txt")
  }

  @Test func explainsWhyAProcessCannotBeRead() throws {
    let errors: [InspectionError] = [
      .process(.noSuchProcess(Self.process)), .process(.zombie(Self.process)),
      .process(.thread(ProcessID(4243), of: Self.process)), .process(.exited(Self.process)),
      .process(.unreadable(RemoteAddress(0x7f00_0000_1000))), .process(.system(call: "fork", errno: 11)),
      .notPython(Self.process, executable: "/usr/bin/\u{1b}[31mbash"), .notPython(Self.process, executable: ""),
      .tooOld(Self.process, PythonVersion(2, 7, 18), executable: "/usr/bin/python2.7"),
      .tooOld(Self.process, nil, executable: "/usr/bin/python2.7"), .notStarted(Self.process, PythonVersion(3, 13, 1)),
      .notStarted(Self.process, nil), .unprovenLayout(Self.process, PythonVersion(3, 16)),
      .unsupportedVersion(Self.process, PythonVersion(3, 0)), .unsupportedVersion(Self.process, PythonVersion(4, 0)),
      .freeThreaded(Self.process, PythonVersion(3, 14, 1)),
      .implausibleLayout(Self.process, field: "code_object.filename", offset: 1 << 40),
    ]
    try checkGolden(errors.map { Explanation($0).text() }.joined(separator: "\n\n"), against: "inspection-errors.txt")
  }

  @Test func explainsWhatCameOfCalls() throws {
    let targets = try ["app:parse", "app:new"].map { try TimingTarget(parsing: $0) }
    let outcomes: [CallsOutcome] = [
      .ran(.init(calls: 8, hasSettled: true)), .unseen(.init(calls: 8, hasSettled: true)),
      .setupFailed(error: "NameError: name '\u{1b}' is not defined"), .argumentsFailed(error: "SyntaxError: no"),
      .notFound(target: 1, reason: "app has no new"), .notCallable(target: 0, reason: "it is of the type int"),
      .raised(target: 1, error: "KeyError: 'x'"), .raised(target: 7, error: "KeyError: 'x'"), .none,
    ]
    let texts = outcomes.map { Explanation($0, of: targets)?.text() ?? "called" }
    let uncallable = try ["app:*", "app.py:12", "app:f.<locals>.g"].map {
      Explanation(uncallable: try TimingTarget(parsing: $0)).text()
    }
    try checkGolden((texts + uncallable).joined(separator: "\n\n"), against: "calls-errors.txt")
  }

  @Test func explainsWhyBodiesDidNotRunByTurns() throws {
    let refusals: [PairRefusal] = [
      .suspends(kind: "a generator"), .isLocal, .notThere, .ambiguous, .notCompiled(error: "SyntaxError: \u{1b}"),
      .arguments(both: "(a, b) and (a)"), .defaults, .closure(both: "(__class__) and ()"), .decorators,
      .globals(names: "helper"), .ownSource(error: "OSError: no such file"),
      .noSource(reason: "/app.py is not in HEAD~1"), .notAFunction, .failed(error: "RuntimeError('no')"), .noRoom,
      .torn,
    ]
    let outcomes = [PairedTiming.Outcome.active, .notCalled] + refusals.map { .refused($0) }
    let texts = outcomes.map { outcome in
      let pairing = PairedTiming(target: "app:parse", base: "HEAD~1", outcome: outcome, warmUpPairs: 16)
      return Explanation(pairing, isRevision: outcome != .refused(.defaults))?.text() ?? "compared"
    }
    try checkGolden(texts.joined(separator: "\n\n"), against: "paired-errors.txt")
    var done = PairedTiming(target: "app:parse", base: "HEAD~1", outcome: .active)
    let calls = TimingSeries.Calls(count: 1, total: Nanoseconds(10), typical: 10)
    done.copies = [[.init(base: calls, new: calls)]]
    #expect(Explanation(done, isRevision: true) == nil)
  }

  @Test func explainsWhyNothingWasTimed() throws {
    let command = try PythonCommand(["script:", #filePath], python: "/bin/sh")
    let version = PythonVersion(hexadecimal: 0x030d_01f0)
    let statuses: [AgentStatus] = [
      .notStarted, .tooOld(python: .init(hexadecimal: 0x030b_07f0)),
      .refused(.toolIDsTaken(holders: [4: "other", 3: "cov\u{1b}erage"]), python: version),
      .refused(.freeThreaded, python: version), .refused(.notLoaded(detail: "no such file"), python: version),
      .refused(.notStarted(detail: "ValueError: x"), python: version), .refused(.unknown(reason: 9), python: version),
      .refused(.musl, python: version),
    ]
    let texts = statuses.map { status in
      Explanation(status, of: command)?.text().replacing(#filePath, with: "app.py") ?? "timed"
    }
    #expect(Explanation(.running(python: version), of: command) == nil)
    try checkGolden(texts.joined(separator: "\n\n"), against: "timing-errors.txt")
  }

  @Test func explainsWhyNothingWasSampled() throws {
    let script = try PythonCommand(["script:", #filePath], python: "/bin/sh")
    let shell = try PythonCommand(["command:", "sh", "-c", "make test"], python: nil)
    let process = SampledProcess(
      process: 4242, parent: nil, command: "sh -c 'make test'", reading: .notPython, ending: .exited(0))
    let notPython = InspectionError.notPython(Self.process, executable: "/bin/sh")
    let cases: [(String, Explanation)] = [
      ("a script", Explanation(neverSampled: script, because: NeverReadable(last: .notStarted(Self.process, nil)))),
      ("a shell", Explanation(neverSampled: shell, because: NeverReadable(last: notPython))),
      ("a command that ended at once", Explanation(neverSampled: shell, because: NeverReadable(last: nil))),
      (
        "another user's",
        Explanation(neverSampled: shell, because: NeverReadable(last: .process(.notPermitted(Self.facts()))))
      ),
      (
        "a tree of one",
        Explanation(neverSampled: shell, because: NeverReadable(last: notPython, processes: [process]))
      ),
      (
        "a tree",
        Explanation(neverSampled: "process 4242", tree: NeverReadable(last: notPython, processes: [process, process]))
      ),
      (
        "a tree with a Python that is not supported",
        Explanation(
          neverSampled: shell,
          because: NeverReadable(last: .freeThreaded(Self.process, PythonVersion(3, 14)), processes: [process]))
      ),
    ]
    let texts = cases.map { "# \($0)\n" + $1.text().replacing(#filePath, with: "app.py") }
    try checkGolden(texts.joined(separator: "\n\n"), against: "launch-errors.txt")
  }

  @Test func explainsTargetsThatAreNone() throws {
    let texts = ["parse", ":parse", "app:", "app:12", "app:a b", "app:f()"].map { text in
      do throws(TimingTargetError) {
        _ = try TimingTarget(parsing: text)
        return "a target"
      } catch {
        return Explanation(error).text()
      }
    }
    try checkGolden(texts.joined(separator: "\n\n"), against: "target-errors.txt")
  }

  @Test func explainsWhyARunningProcessIsNotTimed() throws {
    let filtered = AccessGates(Self.facts { $0.isTargetFiltered = true })
    let obstacles: [ScriptObstacle] = [
      .request(.remoteDebugging(.notInVersion)), .request(.remoteDebugging(.unknownForm)),
      .request(.remoteDebugging(.switchedOff(by: .option))),
      .request(.remoteDebugging(.switchedOff(by: .environment))), .request(.remoteDebugging(.offWithoutSwitch)),
      .request(.noMainThread), .request(.otherRequest), .request(.process(.exited(Self.process))), .outOfReach,
      .filtered, .asleep, .noAnswer(seconds: 5), .notOpened, .musl, .file(.memoryFile(errno: 24)),
    ]
    let errors: [AttachError] = [
      .process(.exited(Self.process)), .notPermitted(filtered, nil),
      .notPermitted(
        AccessGates(
          Self.facts {
            $0.tracer = ProcessID(77)
            $0.tracerName = "gdb"
          }), nil), .borrow(.exited), .borrow(.refused(errno: 1)), .borrow(.noSafePlace(stops: 400, seconds: 5)),
      .borrow(.shadowStack), .borrow(.unknownProcessor), .borrow(.timedOut), .borrow(.faulted),
      .borrow(.call("mmap", errno: 12)), .musl, .noLoader(missing: "dlopen"),
      .notLoaded(detail: "undefined symbol: Py_Version"), .memoryFile(errno: 24), .descriptor(errno: 13), .busy,
      .timing(.mapping(errno: 12)),
    ]
    let version = PythonVersion(3, 13, 2)
    let states: [AgentStatus] = [.notStarted, .refused(.timedByAnother, python: version)]
    let texts =
      (errors + obstacles.map { .notPermitted(filtered, $0) }).map { Explanation($0, of: Self.process).text() }
      + states.compactMap { Explanation($0, attachedTo: Self.process)?.text() }
      + [
        Explanation(stillIn: Self.process).text("warning"),
        Explanation(notAskedToLeave: Self.process, .borrow(.noSafePlace(stops: 3, seconds: 5))).text("warning"),
      ]
    try checkGolden(texts.joined(separator: "\n\n") + "\n", against: "attach-errors.txt")
  }
}
