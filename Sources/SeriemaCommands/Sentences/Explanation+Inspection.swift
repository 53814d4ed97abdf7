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
    case .tooOld(let process, let executable):
      self.init(
        "process \(process) runs a Python that is too old",
        why: "\(UntrustedText(executable).escaped) is from before CPython 3.8",
        next: "run the program with Python 3.8 or later")
    case .unsupportedVersion(let process, let version):
      let found = version == PythonVersion(3, 0) ? "of an unknown version" : String(version.description)
      self.init(
        "process \(process) runs a Python that is not supported",
        why: "it is CPython \(found); 3.8 to 3.15 can be read",
        next: "run the program with Python 3.8 or later")
    case .freeThreaded(let process, let version):
      self.init(
        "process \(process) runs a Python that is not supported",
        why: "it is a free-threaded build of CPython \(version), whose objects are laid out differently",
        next: "run the program with the build that has the GIL")
    case .implausibleLayout(let process, let field, let offset):
      self.init(
        "process \(process) publishes offsets that cannot be right",
        why: "\(field) is said to be at \(offset)",
        next: "report it with the output of: python3 -VV")
    }
  }

  /// Why something cannot be learned of a process, or done to it.
  init(_ error: ProcessError) {
    switch error {
    case .noSuchProcess(let process):
      self.init("there is no process \(process)", why: "no process has this id now", next: "pgrep -af python")
    case .zombie(let process):
      self.init(
        "process \(process) has already ended", why: "it is a zombie: its parent has not collected its exit status",
        next: "pgrep -af python")
    case .exited(let process):
      self.init("process \(process) has ended", why: "it was there a moment ago", next: "pgrep -af python")
    case .notPermitted(let facts):
      self.init(notPermitted: facts)
    case .unreadable(let address):
      self.init(
        "the process's memory could not be read", why: "address 0x\(String(address.rawValue, radix: 16)) is not mapped")
    case .system(let call, let number):
      self.init("\(call) failed", why: systemError(number))
    }
  }

  private init(notPermitted facts: ProcessError.AccessFacts) {
    let what = "cannot read process \(facts.process): permission denied"
    let sudo = "sudo seriema attach \(facts.process)"
    if let user = facts.targetUser, user != facts.ownUser, facts.ownUser != 0 {
      self.init(
        what, why: "it belongs to user \(user), and this is user \(facts.ownUser)", next: sudo)
    } else if let tracer = facts.tracer {
      self.init(
        what, why: "process \(tracer) traces it already (a debugger, strace or another profiler)",
        next: "end process \(tracer) first")
    } else if let scope = facts.yamaScope, scope > 0, facts.ownUser != 0 {
      self.init(
        what,
        why: "kernel.yama.ptrace_scope is \(scope)"
          + (scope == 1 ? ", so only its parent or root may read it" : ", so only root may read it"),
        next: "\(sudo), or start it with: seriema run")
    } else {
      self.init(
        what,
        why: "it is not dumpable, or this process lacks CAP_SYS_PTRACE (a container's default)",
        next: facts.ownUser == 0 ? "docker run --cap-add SYS_PTRACE …" : sudo)
    }
  }
}
