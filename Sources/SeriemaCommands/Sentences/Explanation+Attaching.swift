internal import CPythonInspection
internal import FunctionTiming
internal import LinuxProcess
internal import Reporting

extension Explanation {
  /// Why a process that runs already could not be timed; it runs on as before.
  init(_ error: AttachError, of process: ProcessID) {
    let what = "cannot time process \(process)"
    let launch = "seriema time -t … app.py, which starts the program"
    switch error {
    case .process(let error):
      self.init(error)
    case .notPermitted(let gates, let obstacle):
      let reasons = gates.closedToLoading.map { Self.reason($0, gates.facts) }
      // Where it may not even be read, it cannot be asked either.
      let other = gates.closedToReading.isEmpty ? obstacle.flatMap(Self.reason) : nil
      self.init(
        what, why: (reasons + (other.map { [$0] } ?? [])).joined(separator: "; "),
        next: "seriema doctor \(process), which tells what opens each gate")
    case .borrow(let error):
      self.init(what, why: Self.reason(error), next: Self.advice(error, process))
    case .musl:
      self.init(
        what, why: "its C library is musl, for which the agent is not built",
        next: "seriema attach \(process), which samples")
    case .noLoader(let missing):
      self.init(
        what, why: "it has no \(UntrustedText(missing).escaped) that could load the agent: a static program, perhaps",
        next: launch)
    case .notLoaded(let detail):
      self.init(what, why: "its loader refused the agent: \(UntrustedText(detail).escaped)", next: launch)
    case .memoryFile(let number):
      self.init(what, why: "it could not make a memory file: \(systemError(number))", next: launch)
    case .descriptor(let number):
      self.init(what, why: "its memory file could not be opened: \(systemError(number))", next: "sudo seriema time …")
    case .busy:
      self.init(what, why: "the agent in it still waits for the interpreter's lock", next: "in some seconds, again")
    case .timing(let error):
      self.init(error)
    }
  }

  private static func reason(_ error: BorrowError) -> String {
    switch error {
    case .exited: "it ended meanwhile"
    case .refused(let number): "none of its threads could be stopped: \(systemError(number))"
    case .noSafePlace(let stops, let seconds):
      """
      no thread came to a place where loading a library is safe, in \(stops) stops and \(Int(seconds.rounded())) s: \
      they were in an allocator, the loader or a system call each time
      """
    case .shadowStack: "the processor guards its returns (CET shadow stack), and a borrowed call would violate them"
    case .unknownProcessor: "threads can be borrowed on x86-64 alone"
    case .timedOut: "a call that it was made to do has not returned; it runs on, and the call changes nothing"
    case .faulted: "a call that it was made to do failed, and was undone"
    case .call(let name, let number): "\(name) failed in it: \(systemError(number))"
    }
  }

  private static func advice(_ error: BorrowError, _ process: ProcessID) -> String {
    switch error {
    case .refused: "seriema doctor \(process)"
    case .noSafePlace: "again, at another moment"
    case .exited: "pgrep -af python"
    case .shadowStack, .unknownProcessor, .timedOut, .faulted, .call:
      "seriema time -t … app.py, which starts the program"
    }
  }

  /// Why a process did not take the agent in by itself; nil where nobody would expect it to.
  static func reason(_ obstacle: ScriptObstacle) -> String? {
    let asking = "remote debugging (PEP 768), which needs no stop,"
    switch obstacle {
    case .request(.remoteDebugging(let state)): return switchedOff(state).map { asking + " " + $0 }
    case .request(.noMainThread): return "the program that embeds Python has no main thread that \(asking) could ask"
    case .request(.otherRequest): return "another script waits for its main thread already (PEP 768)"
    case .request(.process), .musl: return nil
    case .outOfReach:
      return "it is another user's, or in another namespace, and could not open what \(asking) gives to it"
    case .filtered: return "it was not asked by PEP 768 either, as the filter is one that does not hold for seriema too"
    case .asleep: return "its main thread was in no Python code, so that \(asking) would get no answer"
    case .noAnswer(let seconds):
      return "its main thread, asked by PEP 768, came to no safe point in \(Int(seconds.rounded(.up))) s: "
        + "it is in a system call or in C code"
    case .notOpened:
      return "its main thread, asked by PEP 768, went on without opening the script, as it does in code without "
        + "builtins; its standard error may say why"
    case .file: return "no file could be made to ask it with (PEP 768)"
    }
  }

  /// What an owner or a build says of remote debugging; nil where it is on, and where no version has it.
  static func switchedOff(_ state: RemoteDebugging) -> String? {
    switch state {
    case .on, .notInVersion: nil
    case .unknownForm: "has a form in this version that is not known"
    case .switchedOff(.option): "is switched off by -X disable-remote-debug"
    case .switchedOff(.environment): "is switched off by PYTHON_DISABLE_REMOTE_DEBUG"
    case .offWithoutSwitch: "is not in this build of Python (--without-remote-debug), or the program switched it off"
    }
  }

  /// Why an agent that was brought in does not time; nil where it does, or did.
  init?(_ status: AgentStatus, attachedTo process: ProcessID) {
    switch status {
    case .running, .finished, .left: return nil
    case .refused(let refusal, let version):
      self.init(
        "process \(process) is not timed", why: Self.reason(refusal, version), next: Self.advice(refusal))
    case .notStarted, .tooOld:
      self.init(
        "process \(process) is not timed",
        why: "its interpreter's lock (the GIL) was not free for \(AttachedTiming.waitSeconds) s, as in a long C call",
        next: "seriema dump \(process), which tells what holds it")
    }
  }

  /// There is no `sys.monitoring` in a process.
  init(tooOldToTime runtime: PythonRuntime) {
    self.init(
      "process \(runtime.process) cannot be timed",
      why: "it is CPython \(runtime.version), and sys.monitoring begins with 3.12",
      next: "seriema attach \(runtime.process), which samples")
  }

  /// The agent is not built for it.
  init(freeThreadedToTime runtime: PythonRuntime) {
    self.init(
      "process \(runtime.process) cannot be timed",
      why: "it is a free-threaded build of CPython \(runtime.version), for which there is no agent",
      next: "seriema attach \(runtime.process), which samples")
  }

  /// The agent has not answered that it left.
  init(stillIn process: ProcessID) {
    self.init(
      "the agent has not left process \(process) yet",
      why: "its interpreter's lock (the GIL) has not been free since",
      next: "nothing: it leaves as soon as it gets the lock, and counts nothing that is read")
  }

  /// The agent could not be asked to leave.
  init(notAskedToLeave process: ProcessID, _ error: AttachError) {
    let reason = Explanation(error, of: process)
    self.init(
      "the agent in process \(process) could not be asked to leave", why: reason.why ?? reason.what,
      next: "nothing: it leaves with the next timed call, or with the next seriema time --pid \(process)")
  }
}
