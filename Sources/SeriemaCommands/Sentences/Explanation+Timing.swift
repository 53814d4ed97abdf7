internal import CPythonInspection
internal import FunctionTiming
internal import LinuxProcess
internal import Reporting

extension Explanation {
  /// Why timing could not be prepared.
  init(_ error: TimingError) {
    switch error {
    case .memoryFile(let number):
      self.init("cannot make a memory file for the results", why: systemError(number))
    case .mapping(let number):
      self.init("cannot map the results", why: systemError(number))
    case .notABlock:
      self.init(
        "cannot read the timings of a block",
        why: "they are not of the form that this version of seriema reads", next: "seriema python-path, once more")
    case .temporaryDirectory(let path, let number):
      self.init(
        "cannot make a folder in \(path)", why: systemError(number), next: "TMPDIR=/another/folder seriema time …")
    case .colonInTemporaryDirectory(let path):
      self.init(
        "cannot use the folder \(path)", why: "its path has a colon, which divides folders in PYTHONPATH",
        next: "TMPDIR=/tmp seriema time …")
    case .tooManyTargets(let count, let limit):
      self.init(
        "\(count) targets are too many", why: "at most \(limit) can be timed at once, with names of usual length",
        next: "fewer -t options", exitStatus: 64)
    case .tooManyPairs(let count, let limit):
      self.init(
        "\(count) functions are too many", why: "at most \(limit) can have two bodies at once",
        next: "fewer -t options", exitStatus: 64)
    case .tooLongSource(let limit):
      self.init(
        "the source of the other bodies is too long", why: "at most \(limit >> 20) MB can be given to the program",
        next: "fewer -t options, or a shorter file", exitStatus: 64)
    }
  }

  /// What is wrong with a text that should name a function.
  init(_ error: TimingTargetError) {
    let example = "module:function or path.py:Class.method, such as app:parse"
    switch error {
    case .noColon(let text):
      self.init(
        "'\(text)' is no target", why: "nothing divides the module from the function", next: example, exitStatus: 64)
    case .noPlace(let text):
      self.init(
        "'\(text)' is no target", why: "no module or file stands before the colon", next: example, exitStatus: 64)
    case .noName(let text):
      self.init("'\(text)' is no target", why: "no function stands after the colon", next: example, exitStatus: 64)
    case .lineNumber(let text, let line):
      self.init(
        "'\(text)' is no target", why: "\(line) is no line of a file", next: "path.py:LINE, such as app.py:12",
        exitStatus: 64)
    case .notAName(let text, let name):
      self.init(
        "'\(text)' is no target", why: "'\(name)' cannot be the name of a function", next: example, exitStatus: 64)
    }
  }

  /// Why a program was not timed; nil when it was.
  init?(_ status: AgentStatus, of command: PythonCommand) {
    switch status {
    case .running, .finished, .left:
      return nil
    case .notStarted:
      self.init(
        "\(command.title) was not timed", why: "no Python that reads its environment and site was started",
        next: "seriema time with the script itself, without -I, -E or -S")
    case .tooOld(let version):
      self.init(
        "\(command.title) was not started", why: "Python \(version) is too old to time it: it has no sys.monitoring",
        next: "--python with a Python 3.12 or later, or seriema run, which samples")
    case .refused(let refusal, let version):
      self.init("\(command.title) was not timed", why: Self.reason(refusal, version), next: Self.advice(refusal))
    }
  }

  static func reason(_ refusal: AgentRefusal, _ version: PythonVersion) -> String {
    switch refusal {
    case .toolIDsTaken(let holders):
      let names = holders.sorted { $0.key < $1.key }.map { "\($0.key) by \(UntrustedText($0.value).escaped)" }
      return "every tool id of sys.monitoring is taken: \(names.joined(separator: ", "))"
    case .freeThreaded:
      return "Python \(version) is a build without the GIL, which is not supported"
    case .musl:
      return "Python \(version) uses the C library musl, for which the agent is not built"
    case .notLoaded(let detail):
      return "Python \(version) could not load the agent: \(UntrustedText(detail).escaped)"
    case .notStarted(let detail):
      return "the agent could not start in Python \(version): \(UntrustedText(detail).escaped)"
    case .timedByAnother:
      return "another Seriema times it"
    case .unknown(let reason):
      return "the agent gave up for the reason \(reason)"
    }
  }

  static func advice(_ refusal: AgentRefusal) -> String {
    switch refusal {
    case .toolIDsTaken: "without the other tools"
    case .timedByAnother: "when that has left"
    case .freeThreaded: "--python with the build that has the GIL"
    case .musl: "--python with a build for glibc"
    case .notLoaded, .notStarted, .unknown: "report it, with the output of: python3 -VV"
    }
  }
}

extension AgentStatus {
  /// The agent told that it measures nothing.
  var isUntimed: Bool {
    switch self {
    case .refused, .tooOld, .notStarted: true
    case .running, .finished, .left: false
    }
  }
}
