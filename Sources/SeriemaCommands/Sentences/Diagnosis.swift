internal import CPythonInspection
internal import FunctionTiming
internal import LinuxProcess
internal import Reporting

/// What is found out about a process for `seriema doctor`.
struct Diagnosis {
  private let process: ProcessID
  /// No process was named: what holds for every one is shown.
  private let isOwn: Bool
  private let gates: AccessGates
  private let python: Result<PythonRuntime, InspectionError>

  init(of process: ProcessID, isOwn: Bool) {
    self.process = process
    self.isOwn = isOwn
    gates = AccessGates(ProcessAccess.facts(on: process))
    python = Result { () throws(InspectionError) in try PythonRuntime(of: process) }
  }

  var report: GateReport {
    var report = GateReport(process: isOwn ? nil : Int(process.rawValue), title: title)
    let rows = gates.states.filter { !isOwn || Self.general.contains($0.gate) }
    report.gates = rows.map { GateSentence(state: $0, facts: gates.facts, command: command).row }
    guard !isOwn else { return report }
    report.gates += [pythonRow] + (remoteDebuggingRow.map { [$0] } ?? [])
    report.uses = [reading, stopping, timing]
    return report
  }

  private static let general: [GateState.Gate] = [.yama, .tracingCapability, .ownFilter]

  private var command: String { isOwn ? "seriema doctor" : "seriema attach \(process)" }

  private var title: String {
    if isOwn {
      return "user \(gates.facts.ownUser) on this machine, for any process; seriema doctor PID tells of one"
    }
    let words = ProcessFiles.commandLine(of: process).map { UntrustedText($0.shellQuoted).escaped }
    return "process \(process)" + (words.isEmpty ? "" : ": " + words.joined(separator: " "))
  }

  /// Whether the kernel refused to let us read, when that was tried.
  private var isRefused: Bool {
    if case .failure(.process(.notPermitted)) = python { true } else { false }
  }

  private var reading: GateReport.Use {
    let closed = gates.refusingReading
    let text =
      !isRefused
      ? "its memory was read"
      : closed.isEmpty
        ? "nothing that can be seen is closed; a security module (AppArmor, SELinux) may forbid it"
        : closed.map { Explanation.reason($0, gates.facts) }.joined(separator: "; ")
    return .init("read it", commands: "attach, dump", isPermitted: !isRefused, text: text)
  }

  private var stopping: GateReport.Use {
    let closed = gates.closedToStopping
    let isPermitted = closed.isEmpty && !isRefused
    let text =
      isPermitted
      ? "its threads can be stopped for microseconds"
      : closed.isEmpty
        ? "it may not even be read" : closed.map { Explanation.reason($0, gates.facts) }.joined(separator: "; ")
    return .init("stop its threads", commands: "exact stacks", isPermitted: isPermitted, text: text)
  }

  private var timing: GateReport.Use {
    if case .success(let runtime) = python, runtime.isFreeThreaded {
      return .init(
        "time its functions", commands: "time --pid", isPermitted: false,
        text: Explanation(freeThreadedToTime: runtime).why ?? "")
    }
    if case .success = python, let obstacle = LoaderReach.obstacle(of: process) {
      return .init(
        "time its functions", commands: "time --pid", isPermitted: false,
        text: Explanation(obstacle, of: process).why ?? "")
    }
    let closed = gates.closedToLoading
    var reasons = closed.map { Explanation.reason($0, gates.facts) }
    switch python {
    case .success(let runtime) where runtime.version < PythonVersion(3, 12):
      reasons.append("it is CPython \(runtime.version), and sys.monitoring begins with 3.12")
    case .success: break
    case .failure(.process): if reasons.isEmpty { reasons.append("it may not even be read") }
    case .failure(let error): reasons.append(Explanation(error).why ?? "it cannot be read as Python")
    }
    if !BorrowedThread.isPossible { reasons.append("threads can be borrowed on x86-64 alone") }
    if !reasons.isEmpty, gates.closedToReading.isEmpty, case .success(let runtime) = python {
      guard let obstacle = ScriptReach.obstacle(of: runtime) else {
        return .init(
          "time its functions", commands: "time --pid", isPermitted: true,
          text: "by a script of its own (PEP 768), while its main thread runs Python; by no stop: "
            + reasons.joined(separator: "; "))
      }
      reasons += Explanation.reason(obstacle).map { [$0] } ?? []
    }
    return .init(
      "time its functions", commands: "time --pid", isPermitted: reasons.isEmpty,
      text: reasons.isEmpty ? "by a short stop that loads the agent" : reasons.joined(separator: "; "))
  }

  private var pythonRow: GateReport.Row {
    switch python {
    case .success(let runtime):
      let isGuess = runtime.isGuess ? ", which is newer than this Seriema and read like 3.15" : ""
      let build = runtime.isFreeThreaded ? ", a free-threaded build" : ""
      return .init("python", name: "Python", state: .open, text: "CPython \(runtime.version)\(build)\(isGuess)")
    case .failure(.process):
      return .init("python", name: "Python", state: .unknown, text: "its memory could not be read")
    case .failure(let error):
      let explanation = Explanation(error)
      return .init(
        "python", name: "Python", state: .closed, text: explanation.why ?? explanation.what,
        openers: explanation.next.map { [.init(.here, $0)] } ?? [])
    }
  }

  /// nil where there is no such protocol to ask for.
  private var remoteDebuggingRow: GateReport.Row? {
    guard case .success(let runtime) = python, let state = try? RemoteDebugging(of: runtime) else { return nil }
    return GateReport.Row(state)
  }
}

extension GateReport.Row {
  /// How the remote-debugging protocol of PEP 768 stands.
  init(_ state: RemoteDebugging) {
    let (position, text): (GateReport.State, String) =
      switch state {
      case .on: (.open, "on (PEP 768)")
      case .notInVersion: (.notNeeded, "it comes with CPython 3.14")
      case .unknownForm: (.unknown, "this version's form of it is not known")
      case .switchedOff(.option): (.closed, "switched off by -X disable-remote-debug")
      case .switchedOff(.environment): (.closed, "switched off by PYTHON_DISABLE_REMOTE_DEBUG")
      case .offWithoutSwitch:
        (.closed, "Python was built with --without-remote-debug, or the program that embeds it switched it off")
      }
    let opener: String? =
      switch state {
      case .switchedOff(.option): "start the program without -X disable-remote-debug"
      case .switchedOff(.environment): "start the program without PYTHON_DISABLE_REMOTE_DEBUG"
      case .offWithoutSwitch: "a Python that was configured without --without-remote-debug"
      default: nil
      }
    self.init(
      "remote_debugging", name: "remote debugging", state: position, text: text,
      openers: opener.map { [.init(.here, $0)] } ?? [])
  }
}
