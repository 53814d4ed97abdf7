import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Case 23 of the acceptance list: what is not permitted is named, with the command that helps.
@Suite(.tags(.realPython), .startsProcesses)
struct AccessTests {
  private let python = PythonInstallation("3.13")
  private static let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
  private static let asWeakRoot = ["--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"]

  private static func requireRoot() throws {
    try #require(geteuid() == 0, "only root can become another user")
  }

  @Test func namesAnotherUser() throws {
    try Self.requireRoot()
    try withProgram("sleeping.py", on: python) { program in
      let outcome = try attach(to: program.id, with: Self.asNobody)
      expect(
        outcome, of: program.id, because: "it belongs to user 0, and this is user 65534",
        advises: "sudo seriema attach \(program.id)")
    }
  }

  @Test func knowsThatSudoDoesNotWorkEverywhere() throws {
    try Self.requireRoot()
    try withProgram("sleeping.py", on: python) { program in
      let outcome = try attach(to: program.id, with: Self.asNobody + ["--no-new-privs"])
      expect(
        outcome, of: program.id, because: "it belongs to user 0, and this is user 65534",
        advises: "sudo seriema attach \(program.id) in another terminal: this one has no_new_privs")
    }
  }

  /// As in a container: root, but without the capability.
  @Test func namesTheMissingCapability() throws {
    try Self.requireRoot()
    try withProgram("sleeping.py", on: python) { program in
      let outcome = try attach(to: program.id, with: Self.asWeakRoot)
      expect(
        outcome, of: program.id, because: "this user is root without CAP_SYS_PTRACE",
        advises: "docker run --cap-add SYS_PTRACE")
    }
  }

  @Test func namesAProcessThatIsNotDumpable() throws {
    try Self.requireRoot()
    let text = try String(contentsOfFile: PythonInstallation.program("undumpable.py"), encoding: .utf8)
    // The system's Python is one that every user may execute.
    let program = try RunningProcess(
      URL(filePath: "/usr/bin/setpriv"), Self.asNobody + ["/usr/bin/python3", "-c", text])
    try program.waitForOutput("READY\n")
    let outcome = try attach(to: program.id, with: Self.asNobody)
    expect(
      outcome, of: program.id, because: "it is marked as not dumpable", advises: "sudo seriema attach \(program.id)")
    // And root may.
    let asRoot = try SeriemaExecutable.run(["attach", "-d", "100ms", "\(program.id)"])
    #expect(asRoot.status == .exited(0), "\(asRoot.error)")
  }

  @Test func namesAFilterOfSystemCalls() throws {
    try withProgram("sleeping.py", on: python) { program in
      let outcome = try python.run([
        PythonInstallation.program("filtered.py"), SeriemaExecutable.url.path, "attach", "\(program.id)",
      ])
      expect(
        outcome, of: program.id, because: "a seccomp filter (a container's or a sandbox's) refuses process_vm_readv",
        advises: "docker run --security-opt seccomp=unconfined")
    }
  }

  @Test func namesAFilterOfSystemCallsToWhoStartsAProgram() throws {
    let outcome = try python.run([
      PythonInstallation.program("filtered.py"), SeriemaExecutable.url.path, "run", "--python", python.executable.path,
      PythonInstallation.program("busy.py"), "0.3",
    ])
    #expect(outcome.text == "READY\ndone\n")
    #expect(outcome.error.hasPrefix("error: cannot read process "), "\(outcome.error)")
    #expect(outcome.error.contains("a seccomp filter"), "\(outcome.error)")
    #expect(outcome.error.hasSuffix("seriema run … on the host\n"), "\(outcome.error)")
  }

  /// With neither root's rights nor any capability.
  @Test func samplesAnOrdinaryUsersOwnProcess() throws {
    try Self.requireRoot()
    let program = try RunningProcess(
      URL(filePath: "/usr/bin/setpriv"),
      Self.asNobody + ["/usr/bin/python3", "-c", "import time; print('READY', flush=True); time.sleep(3600)"])
    try program.waitForOutput("READY\n")
    let outcome = try attach(to: program.id, with: Self.asNobody)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.text.contains("<module>"), "\(outcome.text)")
  }

  /// A tracer keeps nobody from reading, only from stopping.
  @Test(arguments: PythonInstallation.required)
  func samplesATracedProcessAndSaysWhatThatCosts(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      let tracer = try RunningProcess(
        python.executable, [PythonInstallation.program("tracing.py"), "\(program.id)"])
      try tracer.waitForOutput("READY\n")
      let run = try SampledRun("attach", ["-d", "300ms", "\(program.id)"])
      #expect(run.outcome.status == .exited(0))
      #expect(run.outcome.error.contains("warning: no thread of process \(program.id) can be stopped"))
      #expect(run.outcome.error.contains("\n  why: process \(tracer.id) (python"), "\(run.outcome.error)")
      #expect(run.outcome.error.contains(") traces it already\n"))
      #expect(try run.ledger.taken > 10)
      let quiet = try SampledRun("attach", ["-d", "100ms", "--nonblocking", "\(program.id)"])
      #expect(!quiet.outcome.error.contains("can be stopped"), "\(quiet.outcome.error)")
    }
  }

  /// Runs a copy of seriema that every user may execute, with what setpriv(1) makes of it.
  private func attach(to id: Int32, with privileges: [String]) throws -> ProcessOutcome {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    let copy = folder.url.appending(path: "seriema")
    try CopiedFile.copy(SeriemaExecutable.url, to: copy)
    return try RunningProcess(
      URL(filePath: "/usr/bin/setpriv"), privileges + [copy.path, "attach", "-d", "300ms", "\(id)"]
    ).finish()
  }

  private func expect(
    _ outcome: ProcessOutcome, of id: Int32, because reason: String, advises advice: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == .exited(1), sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      outcome.error.hasPrefix("error: cannot read process \(id): permission denied\n  why: \(reason)"),
      "\(outcome.error)", sourceLocation: sourceLocation)
    #expect(outcome.error.contains("\n  try: \(advice)"), "\(outcome.error)", sourceLocation: sourceLocation)
  }
}
