internal import CPythonInspection
internal import LinuxProcess
internal import Reporting

extension Explanation {
  /// Why a process cannot be sampled.
  init(_ error: InspectionError) {
    switch error {
    case .process(let error):
      self.init(error)
    case .notPython(let process, let executable):
      let name = UntrustedText(executable).escaped
      self.init(
        "process \(process) is not a Python program",
        why: name.isEmpty
          ? "it has no program file mapped" : "it runs \(name), and nothing that it has mapped is CPython",
        next: "ps --forest -o pid,args to find the Python process; a shell's child is another process")
    case .tooOld(let process, let version, let executable):
      let name = UntrustedText(executable).escaped
      self.init(
        "process \(process) runs a Python that is too old",
        why: version.map { "\(name) is CPython \($0), and what can be read begins with 3.8" }
          ?? "\(name) is from before CPython 3.8",
        next: "run the program with Python 3.8 or later")
    case .notStarted(let process, let version):
      self.init(
        "process \(process) runs no Python now",
        why: "it has CPython \(version.map { "\($0) " } ?? "")loaded, but no interpreter is started in it",
        next: "once it runs Python code")
    case .unprovenLayout(let process, let version):
      self.init(
        "process \(process) runs a Python that is not supported",
        why: "CPython \(version) is newer than this Seriema, and read like 3.15 it shows no Python code",
        next: "while it runs Python code, or with a newer Seriema")
    case .unsupportedVersion(let process, let version):
      let found = version == PythonVersion(3, 0) ? "of an unknown version" : String(version.description)
      self.init(
        "process \(process) runs a Python that is not supported",
        why: "it is CPython \(found); 3.8 to 3.15 can be read",
        next: "run the program with Python 3.8 or later")
    case .freeThreaded(let process, let version):
      self.init(
        "process \(process) cannot be sampled by who holds the GIL",
        why: "it is a free-threaded build of CPython \(version)",
        next: "--mode cpu")
    case .implausibleLayout(let process, let field, let offset):
      self.init(
        "process \(process) publishes offsets that cannot be right",
        why: "\(field) is said to be at \(offset)",
        next: "report it with the output of: python3 -VV")
    }
  }

  /// That a version newer than any known is read like the newest; nil for one that is known.
  init?(guessOf runtime: PythonRuntime) {
    guard runtime.isGuess else { return nil }
    self.init(
      "Python \(runtime.version) is newer than this Seriema, and is read like 3.15",
      why:
        "its tables lead to its code, so names and lines should be right, but nothing is proved for this version, "
        + "and --opcodes tells none of its instructions",
      next: "a newer Seriema")
  }

  /// Why something cannot be learned of a process, or done to it.
  init(_ error: ProcessError) {
    switch error {
    case .noSuchProcess(let process):
      self.init("there is no process \(process)", why: "no process has this id now", next: "pgrep -af python")
    case .thread(let thread, let process):
      self.init(
        "\(thread) is no process", why: "it is a thread of process \(process)", next: "seriema attach \(process)")
    case .zombie(let process):
      self.init(
        "process \(process) has already ended", why: "it is a zombie: its parent has not collected its exit status",
        next: "pgrep -af python")
    case .exited(let process):
      self.init("process \(process) has ended", why: "it was there a moment ago", next: "pgrep -af python")
    case .notPermitted(let facts):
      self.init(refusedBy: AccessGates(facts))
    case .unreadable(let address):
      self.init(
        "the process's memory could not be read", why: "address 0x\(String(address.rawValue, radix: 16)) is not mapped")
    case .system(let call, let number):
      self.init("\(call) failed", why: systemError(number))
    }
  }
}
