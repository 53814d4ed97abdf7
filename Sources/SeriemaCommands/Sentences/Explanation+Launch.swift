internal import CPythonInspection
internal import LinuxProcess
internal import Reporting
internal import Sampling

extension Explanation {
  /// There is no module that `-m` names.
  init(missingModuleOf command: PythonCommand) {
    let name = command.module ?? ""
    self.init(
      "there is no module \(name)", why: "\(command.executable) finds none in this folder or among its packages",
      next: "from the folder that has it, or --python with the interpreter that it is installed for")
  }

  /// The kernel does not count each thread's time.
  static let noThreadTimes = Explanation(
    "CPU time cannot be sampled on this machine",
    why: "its kernel does not count the time of each thread: /proc/self/schedstat is missing or holds zeros",
    next: "without --mode cpu: time in which a thread slept or waited is in the column idle")

  /// A program ended without a sample.
  init(neverSampled command: PythonCommand, because reason: NeverReadable) {
    if let refusal = Explanation(refusalIn: reason, command: "seriema run …") {
      self = refusal
    } else if !reason.processes.isEmpty {
      self.init(neverSampled: command.title, tree: reason)
    } else {
      self.init(neverSampled: command, isPython: reason.last.map(\.isOfPython) ?? true)
    }
  }

  /// Nothing in a tree of processes was sampled.
  ///
  /// - Parameter title: What stands for the first of them.
  init(neverSampled title: String, tree reason: NeverReadable) {
    if let refusal = Explanation(refusalIn: reason, command: nil) {
      self = refusal
      return
    }
    let count = reason.processes.count
    let processes = count > 1 ? "none of its \(String(count: count)) processes" : "it started no other process, and"
    self.init(
      "no sample was taken of \(title)",
      why: count > 1 ? "\(processes) ran any Python code" : "\(processes) ran no Python code itself",
      next: "a command that runs Python, or for longer with -d")
  }

  /// Something stood in the way that lasts.
  private init?(refusalIn reason: NeverReadable, command: String?) {
    switch reason.last {
    case .process(.notPermitted(let facts)): self.init(refusedBy: AccessGates(facts), command: command)
    case .some(let error) where error.saysWhy: self.init(error)
    default: return nil
    }
  }

  private init(neverSampled command: PythonCommand, isPython: Bool) {
    self.init(
      "no sample was taken of \(command.title)",
      why: command.isAnyCommand && !isPython
        ? "it is no Python program itself, and the processes that it starts were not sampled"
        : "it ended before it ran any Python code, or is not Python",
      next: command.isAnyCommand
        ? "seriema run --subprocesses " + command.words.map(\.shellQuoted).joined(separator: " ")
        : "seriema run with the script itself, or -- and the whole command")
  }
}

extension InspectionError {
  /// There was some CPython, whatever it was lacking.
  fileprivate var isOfPython: Bool {
    if case .notPython = self { false } else { true }
  }
}
