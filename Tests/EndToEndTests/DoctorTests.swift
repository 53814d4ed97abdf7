import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// `seriema doctor`, with each gate closed for real.
@Suite(.tags(.realPython), .startsProcesses)
struct DoctorTests {
  private let python = PythonInstallation("3.13")

  /// What `--json` says.
  private struct Report: Decodable {
    struct Use: Decodable {
      var use: String
      var permitted: Bool?
      var text: String
    }
    struct Gate: Decodable {
      var gate: String
      var state: String
      var text: String
      var openers: [String: String]

      enum CodingKeys: String, CodingKey {
        case gate, state, text
        case openers = "open_with"
      }
    }
    var process: Int?
    var uses: [Use]
    var gates: [Gate]

    subscript(_ name: String) -> Gate? { gates.first { $0.gate == name } }
    var closed: Set<String> { Set(gates.filter { $0.state == "closed" }.map(\.gate)) }
    func permits(_ use: String) -> Bool? { uses.first { $0.use == use }?.permitted ?? nil }
  }

  private func report(_ outcome: ProcessOutcome, isReadable: Bool = true) throws -> Report {
    #expect(outcome.status == .exited(isReadable ? 0 : 1), "\(outcome.error)")
    let report = try JSONDecoder().decode(Report.self, from: outcome.output)
    if !report.uses.isEmpty { #expect(report.permits("read it") == isReadable, "\(report.uses)") }
    return report
  }

  private func doctor(_ id: Int32, isReadable: Bool = true) throws -> Report {
    try report(SeriemaExecutable.run(["doctor", "--json", "\(id)"]), isReadable: isReadable)
  }

  /// Runs a copy that every user may execute, with what setpriv(1) makes of it.
  private func doctor(_ id: Int32, with privileges: [String], isReadable: Bool = true) throws -> Report {
    try #require(geteuid() == 0, "only root can become another user")
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path)
    let copy = folder.url.appending(path: "seriema")
    try FileManager.default.copyItem(at: SeriemaExecutable.url, to: copy)
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/setpriv"), privileges + [copy.path, "doctor", "--json", "\(id)"]
    ).finish()
    return try report(outcome, isReadable: isReadable)
  }

  private static let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]

  @Test(arguments: PythonInstallation.sampled)
  func findsEveryGateOpenToOnesOwnProcess(_ python: PythonInstallation) throws {
    try withProgram("sleeping.py", on: python) { program in
      let report = try doctor(program.id)
      #expect(report.process == Int(program.id))
      #expect(report.permits("stop its threads") == true)
      #expect(report["python"]?.text.hasPrefix("CPython \(python.version).") == true, "\(report.gates)")
      #expect(report.closed == [])
      #expect(report.permits("time its functions") == python.isTimed)
      let takesScripts = ["3.14", "3.15"].contains(python.version)
      #expect(report["remote_debugging"]?.state == (takesScripts ? "open" : "not needed"))
    }
  }

  @Test func namesAnotherUserAndTheLackingCapability() throws {
    try withProgram("sleeping.py", on: python) { program in
      let report = try doctor(program.id, with: Self.asNobody, isReadable: false)
      #expect(report.closed.isSuperset(of: ["user", "group", "tracingCapability"]))
      #expect(report["user"]?.text == "it belongs to user 0, and this is user 65534")
      #expect(report["user"]?.openers["here"] == "sudo seriema attach \(program.id)")
      #expect(report["user"]?.openers["docker"]?.hasPrefix("docker exec --user root") == true)
      #expect(report["user"]?.openers["kubernetes"]?.hasPrefix("kubectl debug") == true)
      #expect(report.permits("stop its threads") == false)
      #expect(report["python"]?.state == "unknown")
    }
  }

  /// As in a container: root, but without the capability.
  @Test func namesTheCapabilityThatAContainerLacks() throws {
    try withProgram("sleeping.py", on: python) { program in
      let report = try doctor(
        program.id, with: ["--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"], isReadable: false)
      #expect(report.closed == ["capabilities", "tracingCapability"])
      #expect(report["tracingCapability"]?.openers["docker"] == "docker run --cap-add SYS_PTRACE …")
      #expect(
        report["tracingCapability"]?.openers["kubernetes"]
          == "securityContext: {capabilities: {add: [\"SYS_PTRACE\"]}}")
    }
  }

  @Test func namesAProcessThatIsNotDumpable() throws {
    try #require(geteuid() == 0, "only root can become another user")
    let text = try String(contentsOfFile: PythonInstallation.program("undumpable.py"), encoding: .utf8)
    let program = try RunningProcess(
      URL(filePath: "/usr/bin/setpriv"), Self.asNobody + ["/usr/bin/python3", "-c", text])
    try program.waitForOutput("READY\n")
    let report = try doctor(program.id, with: Self.asNobody, isReadable: false)
    #expect(report.closed == ["dumpable", "tracingCapability"])
    let asRoot = try doctor(program.id)
    #expect(asRoot["dumpable"]?.state == "open")
    #expect(asRoot["dumpable"]?.text == "it is not, and CAP_SYS_PTRACE is here")
  }

  @Test func namesAFilterOnUs() throws {
    try withProgram("sleeping.py", on: python) { program in
      let outcome = try python.run([
        PythonInstallation.program("filtered.py"), SeriemaExecutable.url.path, "doctor", "--json", "\(program.id)",
      ])
      let report = try report(outcome, isReadable: false)
      #expect(report.closed == ["ownFilter"])
      #expect(report["ownFilter"]?.text.contains("refuses process_vm_readv") == true)
      #expect(report["ownFilter"]?.openers["docker"] == "docker run --security-opt seccomp=unconfined …")
    }
  }

  @Test func namesAFilterOnTheProcess() throws {
    let program = try RunningProcess(
      python.executable,
      [PythonInstallation.program("filtered.py"), python.executable.path, PythonInstallation.program("sleeping.py")])
    try program.waitForOutput("READY\n")
    let report = try doctor(program.id)
    #expect(report.closed == ["targetFilter"])
    #expect(report.permits("stop its threads") == true)
    #expect(report.permits("time its functions") == false)
  }

  /// From 3.14 on it can be asked to take the agent in by itself, where the same filters hold for us.
  @Test(arguments: ["3.14", "3.15"])
  func permitsToTimeAFilteredProcessThatCanBeAsked(_ version: String) throws {
    let python = PythonInstallation(version)
    let program = try RunningProcess(
      python.executable,
      [PythonInstallation.program("filtered.py"), python.executable.path, PythonInstallation.program("sleeping.py")])
    try program.waitForOutput("READY\n")
    #expect(try doctor(program.id).permits("time its functions") == false)
    let outcome = try RunningProcess(
      python.executable,
      [PythonInstallation.program("filtered.py"), SeriemaExecutable.url.path, "doctor", "--json", "\(program.id)"],
      environment: ["FILTERED_CALL": "9999"]
    ).finish()
    #expect(try self.report(outcome, isReadable: true).permits("time its functions") == true, "\(outcome.text)")
  }

  @Test func namesATracer() throws {
    try withProgram("sleeping.py", on: python) { program in
      let tracer = try RunningProcess(
        python.executable, [PythonInstallation.program("tracing.py"), "\(program.id)"])
      try tracer.waitForOutput("READY\n")
      let report = try doctor(program.id)
      #expect(report.closed == ["tracer"])
      #expect(report["tracer"]?.text.hasPrefix("process \(tracer.id) (python") == true)
      #expect(report.permits("stop its threads") == false)
    }
  }

  @Test func tellsOtherNamespaces() throws {
    try #require(geteuid() == 0, "only root can make namespaces")
    let program = try NamespacedProgram(
      ["--mount", "--pid", "--mount-proc"], script: "exec \"$@\"",
      arguments: [python.executable.path, PythonInstallation.program("sleeping.py")])
    let report = try doctor(program.id)
    #expect(report["mountNamespace"]?.text.hasPrefix("it is in another") == true)
    #expect(report["processNamespace"]?.text.hasPrefix("it is in another") == true)
    #expect(report["userNamespace"]?.text == "it is in ours")
    #expect(report.closed == [])
  }

  @Test(arguments: ["3.14", "3.15"])
  func namesTheSwitchThatTurnsRemoteDebuggingOff(_ version: String) throws {
    let python = PythonInstallation(version)
    let program = PythonInstallation.program("sleeping.py")
    let byOption = try RunningProcess(python.executable, ["-X", "disable-remote-debug", program])
    let byVariable = try RunningProcess(
      python.executable, [program], environment: ["PYTHON_DISABLE_REMOTE_DEBUG": "1"])
    for (process, text) in [(byOption, "-X disable-remote-debug"), (byVariable, "PYTHON_DISABLE_REMOTE_DEBUG")] {
      try process.waitForOutput("READY\n")
      let gate = try #require(try doctor(process.id)["remote_debugging"])
      #expect(gate.state == "closed")
      #expect(gate.text == "switched off by \(text)")
    }
  }

  @Test func saysWhatIsNoPython() throws {
    let program = try RunningProcess(URL(filePath: "/usr/bin/sleep"), ["60"])
    let report = try doctor(program.id)
    #expect(report["python"]?.state == "closed")
    #expect(report["python"]?.text.contains("nothing that it has mapped is CPython") == true)
  }

  @Test func tellsOfThisUserWithoutAProcess() throws {
    let report = try report(SeriemaExecutable.run(["doctor", "--json"]))
    #expect(report.process == nil)
    #expect(report.gates.map(\.gate) == ["yama", "tracingCapability", "ownFilter"])
    let text = try SeriemaExecutable.run(["doctor"])
    #expect(text.text.contains("\nCAP_SYS_PTRACE"), "\(text.text)")
  }

  @Test func saysWhenThereIsNoSuchProcess() throws {
    let outcome = try SeriemaExecutable.run(["doctor", "4194305"])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.hasPrefix("error: there is no process 4194305"), "\(outcome.error)")
  }
}
