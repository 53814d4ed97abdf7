internal import FunctionTiming
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting
internal import Statistics

/// Runs of a program, and what they are compared with.
struct TimingExperiment {
  var program: TimedProgram
  /// Nil outside of one, and where nobody asks.
  var repository: GitRepository?
  var revision: MeasuringConditions.Revision?
  /// Each target with the first.
  var comparesToFirst: Bool
  var comparing: ComparingArguments
  /// A saved file, and its path.
  var baseline: (path: String, series: TimingSeries)?

  /// What the runs came to.
  struct Result {
    /// All runs together.
    var report: TimingReport
    var series: TimingSeries
    var comparisons: [TimingComparison]
    /// The same of the other revision, where there is one.
    var base: (report: TimingReport, series: TimingSeries)?
    /// Whose end is ours.
    var last: TimedRun
    /// Why there are fewer runs than asked for.
    var problem: Explanation?
  }

  /// Runs the program as often as asked for, by turns with the other revision where there is one.
  func runRepeatedly() throws(Explanation) -> Result {
    guard let name = comparing.against else { return try run(against: nil) }
    guard let repository else {
      throw Explanation(
        "there is nothing to compare with", why: "the working directory is in no git repository",
        next: "--against in the repository's folder, or --baseline with a saved file", exitStatus: 64)
    }
    guard let commit = repository.commit(of: name) else {
      throw Explanation(
        "there is no revision \(name)", why: "git knows no commit of that name", next: "git log --oneline")
    }
    // From here on no signal can end us and leave the tree behind.
    _ = try Interruption()
    // It must end here, before the process does, so that the tree is taken away.
    let tree = try WorkTree(of: repository, at: commit)
    let base = try program.moved(to: tree, of: repository, revision: name)
    return try run(against: (base, MeasuringConditions.Revision(commit: commit, hasLocalChanges: false)))
  }

  private func run(
    against base: (program: TimedProgram, revision: MeasuringConditions.Revision)?
  ) throws(Explanation) -> Result {
    let rule = comparing.until.map { PrecisionRule(halfWidth: log1p($0.share), budget: comparing.limit) }
    let terminal = StandardError().terminal
    let repeated = RepeatedRuns(
      program: program, base: base?.program, limit: comparing.limit,
      isEnough: { base, new in
        guard let rule, PrecisionRule.looks(at: new.count) else { return false }
        let comparisons = comparisons(base: base, new: new, baseRevision: nil)
        return !comparisons.isEmpty && comparisons.allSatisfy { $0.isPrecise(by: rule) }
      },
      checkBase: { (run: TimedRun) throws(Explanation) in
        guard let repository, let name = comparing.against else { return }
        try TimedProgram.checkPlaces(of: run.report, in: repository, revision: name)
      })
    let outcome = try repeated.run { text in
      // One line that the next one replaces; a file needs none.
      if terminal.isTerminal { StandardError().writeRaw("\r\u{1b}[2K\(text)") }
    }
    if terminal.isTerminal { StandardError().writeRaw("\r\u{1b}[2K") }
    guard let last = outcome.failure?.run ?? outcome.new.last else {
      throw Explanation("there was no run", why: "none was asked for", exitStatus: 64)
    }
    let new = outcome.new.isEmpty ? [last] : outcome.new
    var result = result(base: outcome.base, new: new, last: last, baseRevision: base?.revision)
    result.problem = outcome.failure.flatMap { failure in
      Explanation(stoppedBy: failure.run, isBase: failure.isBase, kept: outcome.new.count, comparing)
    }
    return result
  }

  /// - Parameter baseRevision: What the base's runs ran.
  func result(
    base: [TimedRun], new: [TimedRun], last: TimedRun, baseRevision: MeasuringConditions.Revision? = nil
  ) -> Result {
    Result(
      report: TimingReport(merging: new.map(\.report)), series: series(new, revision),
      comparisons: comparisons(base: base, new: new, baseRevision: baseRevision),
      base: base.isEmpty ? nil : (TimingReport(merging: base.map(\.report)), series(base, baseRevision)), last: last)
  }

  private func series(_ runs: [TimedRun], _ revision: MeasuringConditions.Revision?) -> TimingSeries {
    let conditions = MeasuringConditions(
      TimingReport(merging: runs.map(\.report)), command: program.command.words, revision: revision,
      isRaw: program.options.isRaw)
    return TimingSeries(conditions: conditions, runs: runs.map(\.run), reports: runs.map(\.report))
  }

  private func comparisons(
    base: [TimedRun], new: [TimedRun], baseRevision: MeasuringConditions.Revision?
  ) -> [TimingComparison] {
    guard !new.isEmpty else { return [] }
    let own = series(new, revision)
    var criteria = Change.Criteria()
    if let until = comparing.until {
      criteria.goal = until.share
      criteria.level = PrecisionRule.level
    }
    var comparisons: [TimingComparison] = []
    if !base.isEmpty, let name = comparing.against {
      comparisons.append(
        TimingComparison(
          series(base, baseRevision), own, titles: (name, "the working copy"), level: .interleavedRuns,
          criteria: criteria))
    }
    // Without calls of the first target there is nothing to compare the others with.
    let hasFirst = new.contains { $0.report.targets.first?.functions.isEmpty == false }
    if comparesToFirst, hasFirst, new.count > 1, let within = TimingComparison(withinRunsOf: own, criteria: criteria) {
      comparisons.append(within)
    }
    if program.calls != nil, comparesToFirst, let report = new.first?.report, report.isOfSeveralModules {
      criteria.band = TimingComparison.bandBetweenModules
    }
    let titles = comparing.other.map { _ in "the working copy" }
    let pairings = new.flatMap(\.report.pairings)
    if let paired = TimingComparison(
      paired: pairings, calibration: new.first?.report.calibration, newTitle: titles, criteria: criteria)
    {
      comparisons.append(paired)
    }
    if let baseline {
      comparisons.append(
        TimingComparison(
          baseline.series, own, titles: (baseline.path, "this run"), level: .savedBaseline))
    }
    return comparisons
  }
}
