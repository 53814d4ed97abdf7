internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting
internal import Statistics

/// Many runs of a program, or of two by turns, until there are as many as wanted or as needed.
///
/// The first run of each is thrown away: it finds cold caches and compiles. Which of a pair runs first is drawn by lot,
/// so that what the machine does meanwhile favours neither.
struct RepeatedRuns {
  var program: TimedProgram
  /// What it is compared with, run by turns.
  var base: TimedProgram?
  /// Runs, or pairs, that are kept at most.
  var limit: Int
  /// When fewer are enough, by the comparisons that the runs so far allow.
  var isEnough: (_ base: [TimedRun], _ new: [TimedRun]) -> Bool
  /// Called with the base's first run, before more are made.
  var checkBase: (TimedRun) throws(Explanation) -> Void = { (_: TimedRun) throws(Explanation) in }

  /// Runs of both sides in pairs.
  struct Outcome {
    var base: [TimedRun] = []
    var new: [TimedRun] = []
    /// The last run, where it was not as it should be: it ended otherwise than the others, or nothing was timed in it.
    var failure: (run: TimedRun, isBase: Bool)?
  }

  func run(_ note: (_ text: String) -> Void) throws(Explanation) -> Outcome {
    var outcome = Outcome()
    let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    guard null >= 0 else { throw Explanation("cannot open /dev/null", why: systemError(errno)) }
    defer { close(null) }
    var quiet = program
    quiet.placement.input = null
    let first = try quiet.run { _ in }
    quiet.placement.output = null
    var other = base
    other?.placement.input = null
    other?.placement.output = null
    if stops(first, isBase: false, expecting: first.status, &outcome) { return outcome }
    // More runs would not find more.
    if first.report.targets.allSatisfy(\.functions.isEmpty) {
      outcome.failure = (first, false)
      return outcome
    }
    var baseStatus = first.status
    if let other {
      let run = try other.run { _ in }
      baseStatus = run.status
      if stops(run, isBase: true, expecting: first.status, &outcome) { return outcome }
      try checkBase(run)
    }
    while outcome.new.count < limit {
      note("\(base == nil ? "run" : "pair") \(outcome.new.count + 1) of at most \(limit)")
      // By lot, for each pair anew.
      let order = Bool.random() ? [false, true] : [true, false]
      var pair: (base: TimedRun?, new: TimedRun?)
      for isBase in order where !isBase || other != nil {
        let run = try (isBase ? other ?? quiet : quiet).run { _ in }
        if stops(run, isBase: isBase, expecting: isBase ? baseStatus : first.status, &outcome) { return outcome }
        if isBase { pair.base = run } else { pair.new = run }
      }
      if let run = pair.new { outcome.new.append(run) }
      if let run = pair.base { outcome.base.append(run) }
      if isEnough(outcome.base, outcome.new) { break }
    }
    return outcome
  }

  /// Whether nothing more is to be run, because of how a run ended.
  private func stops(
    _ run: TimedRun, isBase: Bool, expecting status: ExitStatus, _ outcome: inout Outcome
  ) -> Bool {
    let isUntimed = run.agent.isUntimed || run.report.pythonVersion == nil
    guard run.isInterrupted || isUntimed || run.status != status else { return false }
    outcome.failure = (run, isBase)
    return true
  }
}
