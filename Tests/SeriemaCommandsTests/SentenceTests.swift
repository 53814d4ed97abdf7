import CPythonInspection
import FunctionTiming
import Testing

@testable import LinuxProcess
@testable import SeriemaCommands

/// Every error that a user can meet, as it is printed.
@Suite struct SentenceTests {
  private static let process = ProcessID(4242)

  private static func facts(
    own: UInt32 = 1000, target: UInt32? = 1000, yama: Int? = nil, tracer: Int32? = nil
  ) -> ProcessError {
    .notPermitted(
      ProcessError.AccessFacts(
        process: process, ownUser: own, targetUser: target, yamaScope: yama, tracer: tracer.map { ProcessID($0) }))
  }

  @Test func explainsWhyAProcessCannotBeRead() throws {
    let errors: [InspectionError] = [
      .process(.noSuchProcess(Self.process)), .process(.zombie(Self.process)), .process(.exited(Self.process)),
      .process(Self.facts(target: 0)), .process(Self.facts(tracer: 77)), .process(Self.facts(yama: 1)),
      .process(Self.facts(yama: 2)), .process(Self.facts()), .process(Self.facts(own: 0, target: 0)),
      .process(.unreadable(RemoteAddress(0x7f00_0000_1000))), .process(.system(call: "fork", errno: 11)),
      .notPython(Self.process, executable: "/usr/bin/\u{1b}[31mbash"), .notPython(Self.process, executable: ""),
      .tooOld(Self.process, executable: "/usr/bin/python2.7"),
      .unsupportedVersion(Self.process, PythonVersion(3, 0)), .unsupportedVersion(Self.process, PythonVersion(4, 0)),
      .freeThreaded(Self.process, PythonVersion(3, 14, 1)),
      .implausibleLayout(Self.process, field: "code_object.filename", offset: 1 << 40),
    ]
    try checkGolden(errors.map { Explanation($0).text() }.joined(separator: "\n\n"), against: "inspection-errors.txt")
  }

  @Test func explainsWhyNothingWasTimed() throws {
    let command = try PythonCommand(["script:", #filePath], python: "/bin/sh")
    let version = PythonVersion(hexadecimal: 0x030d_01f0)
    let statuses: [AgentStatus] = [
      .notStarted, .tooOld(python: .init(hexadecimal: 0x030b_07f0)),
      .refused(.toolIDsTaken(holders: [4: "other", 3: "cov\u{1b}erage"]), python: version),
      .refused(.freeThreaded, python: version), .refused(.notLoaded(detail: "no such file"), python: version),
      .refused(.notStarted(detail: "ValueError: x"), python: version), .refused(.unknown(reason: 9), python: version),
    ]
    let texts = statuses.map { status in
      Explanation(status, of: command)?.text().replacing(#filePath, with: "app.py") ?? "timed"
    }
    #expect(Explanation(.running(python: version), of: command) == nil)
    try checkGolden(texts.joined(separator: "\n\n"), against: "timing-errors.txt")
  }

  @Test func explainsTargetsThatAreNone() throws {
    let texts = ["parse", ":parse", "app:", "app.py:12", "app:a b", "app:f()"].map { text in
      do throws(TimingTargetError) {
        _ = try TimingTarget(parsing: text)
        return "a target"
      } catch {
        return Explanation(error).text()
      }
    }
    try checkGolden(texts.joined(separator: "\n\n"), against: "target-errors.txt")
  }
}
