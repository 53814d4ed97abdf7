internal import LinuxProcess
internal import ProfileModel
internal import Reporting

extension Explanation {
  /// A page of what changed was asked for, of timings alone.
  init(noRecordingsIn paths: [String]) {
    let words = paths.map { UntrustedText($0).escaped }.joined(separator: " ")
    self.init(
      "only timings were given", why: "--flamegraph, --browser and -o are for what changed between recordings",
      next: "seriema compare \(words)", exitStatus: 64)
  }

  /// Why a file holds no timings.
  init(_ error: TimingFileError, path: String) {
    let next = "a file that seriema time --json or tprof --json wrote"
    switch error {
    case .notJSON(let offset):
      self.init("\(path) holds no timings", why: "it is not JSON: byte \(offset) does not fit", next: next)
    case .notTimings:
      self.init("\(path) holds no timings", why: "it is JSON of another kind", next: next)
    case .newerVersion(let version, let known):
      self.init(
        "cannot read \(path)", why: "it has version \(version) of the format, and versions up to \(known) are known",
        next: "the seriema that wrote it, or a later one")
    case .malformed(let member):
      self.init("cannot read \(path)", why: "the member \(member) is missing or not as it should be", next: next)
    }
  }

  /// Why fewer runs were made than asked for; nil where the user knows.
  init?(stoppedBy run: TimedRun, isBase: Bool, kept: Int, _ arguments: ComparingArguments) {
    guard !run.isInterrupted else { return nil }
    if kept == 0, !isBase, run.report.targets.allSatisfy(\.functions.isEmpty) {
      self.init("no more runs were made", why: "no target ran in the first one")
      return
    }
    let side = isBase ? "the run of \(arguments.against ?? "")" : "a run"
    let how =
      switch run.status {
      case .exited(let status): "ended with status \(status)"
      case .signalled(let number): "was ended by signal \(number)"
      }
    self.init(
      "\(side) \(how), so no more were made",
      why: "all have to end in the same way to be compared; kept: \(String(count: kept, of: "run"))",
      next: "the program by itself, with its output: it is shown of the first run alone")
  }
}
