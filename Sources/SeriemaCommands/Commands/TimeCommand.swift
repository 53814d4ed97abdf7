internal import ArgumentParser
internal import FunctionTiming
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting
internal import Statistics

/// `seriema time`: times the named functions of a program that it starts, to its end, or of a process that runs already.
struct TimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "Time the named functions of a program, exactly, and nothing else in it.",
    usage: """
      seriema time -t TARGET [-t TARGET …] [-x] (SCRIPT | -m MODULE) [arguments …]
             seriema time -t TARGET [-t TARGET …] [-x] [-d DURATION] --pid PID
             seriema time -t TARGET [-t TARGET …] [-x] --calls N [--setup SOURCE] [--arguments SOURCE]
      """,
    discussion: """
        seriema time -t app:parse app.py
        seriema time -t json/decoder.py:JSONDecoder.decode -m json.tool big.json
        seriema time -x --repeat 10 -t app:before -t app:after app.py
        seriema time --against HEAD~1 --until 2% -t app:parse app.py
        seriema time --vs HEAD~1 -t app:parse app.py
        seriema time -x --paired -t app:before -t app:after app.py
        seriema time -t app.views:checkout --pid 4242 -d 10s
        seriema time -x --calls 1000 --arguments '[3, 1, 2]' -t app:before -t app:after

      A target is module:qualname, path.py:qualname or path.py:LINE: app:parse, app:outer.<locals>.inner, \
      json/decoder.py:JSONDecoder.decode, app.py:120. A class stands for its __init__ and __new__, and * for any text: \
      'app.db:*', '*:Session.execute'. With @FILE the targets are the lines of a file. \
      A target is found when it first runs, and nothing is imported for it. Forked and started Pythons are timed with it.
      The table goes to standard error; the program keeps its streams, signals and exit status. CPython 3.12 or later.

      With --repeat, --against or --until the program runs many times: a first time to warm up, with its standard \
      output, and then without input and output. With --against, each run of the working copy is paired with one of \
      that revision, in an order drawn by lot, and the change has an interval and a verdict.

      With --vs the bodies of a function, as it is and as it was, run by turns in one run, call by call, and with --paired \
      those of two functions: a change of 2 % shows in a second. What is not the body, such as arguments, defaults and \
      decorators, must be the same; where it is not, that is said.

      With --calls there is no program: the module of each target is imported from this folder, and its functions are \
      called, with the --arguments, until their times have settled, and then so many times more, which are timed. With -x \
      they are called by turns, in an order drawn by lot, and the difference from the first has an interval and a verdict. \
      A function that --setup defines is __main__:name. An exception ends it with status 1.

      Exit status: the program's. With --fail-above, where that is 0: 3 when a function is slower by more than that \
      with its whole interval, and 4 when there is no verdict to judge by.
      """)

  @Option(name: .shortAndLong, help: "A function to time; may be given several times.")
  var target: [String] = []

  @Flag(name: [.customShort("x"), .long], help: "Show each target's difference from the first.")
  var compare = false

  @OptionGroup(title: "Comparing") var comparing: ComparingArguments

  @OptionGroup(title: "Calling") var calling: CallingArguments

  @Flag(help: "Show the calls of each thread and process.")
  var threads = false

  @Flag(help: "Show the slowest calls, with when and where they ran.")
  var slowest = false

  @Flag(help: "Show the durations as bars.")
  var histogram = false

  @Flag(help: "Show the table while the program runs, at the bottom of the terminal.")
  var live = false

  @Flag(help: "Show times as they were read, without subtracting what the timer takes.")
  var raw = false

  @Option(help: ArgumentHelp("Write everything that was measured as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the table as Markdown; - is standard output.", valueName: "file"))
  var markdown: String?

  @OptionGroup var page: PageArguments

  @Option(help: .hidden)
  var clock: ClockArgument?

  @Option(help: "Time in the process with this id, which runs already.")
  var pid: Int32?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("With --pid: leave after so long, such as 10s or 2m.", valueName: "duration"))
  var duration: DurationArgument?

  @Option(help: ArgumentHelp("Run with this Python instead of the one on PATH.", valueName: "path"))
  var python: String?

  @Argument(parsing: .postTerminator, help: .hidden)
  var program: [String] = []

  mutating func validate() throws {
    if target.isEmpty {
      throw ValidationError("There is nothing to time: give a target, such as -t app:parse.")
    }
    if live, comparing.isRepeated { throw ValidationError("--live shows one run, and not several.") }
    if comparing.append, json == nil || json == "-" {
      throw ValidationError("--append needs a file to add to: --json FILE.")
    }
    if comparing.until != nil, comparing.against == nil, !compare {
      throw ValidationError("--until needs something to compare: --against a revision, or -x.")
    }
    if let pid, pid <= 0 { throw ValidationError("PID must be positive.") }
    if pid != nil, !program.isEmpty || python != nil {
      throw ValidationError("--pid and a program exclude each other.")
    }
    if calling.calls != nil { try validateCalling() }
    if comparing.paired, !compare {
      throw ValidationError("--paired is for -x: two functions, one against the other.")
    }
    if pid != nil, comparing.isPaired {
      throw ValidationError("--\(comparing.paired ? "paired" : "vs") needs a program to start.")
    }
    if pid != nil, comparing.isRepeated || comparing.append || comparing.baseline != nil || comparing.failAbove != nil {
      throw ValidationError("A process is timed once: --json saves it, and seriema compare takes what is saved.")
    }
    if comparing.checkResults, !comparing.isPaired, calling.calls == nil || !compare {
      throw ValidationError("--check-results is for --vs and --paired, and for -x with --calls.")
    }
    if duration != nil, pid == nil { throw ValidationError("-d is for --pid: a program is timed to its end.") }
  }

  func run() throws {
    let targets = try target.flatMap(TargetList.expand).map(Self.parse)
    if live, StandardError().terminal.height == nil {
      throw Explanation(
        "there is no terminal for --live", why: "standard error is something else, and the table is drawn there",
        next: "without --live: the table comes when the program ends", exitStatus: 64)
    }
    if let pid {
      try RunningTarget.check(ProcessID(pid))
      try AttachedTiming(
        process: ProcessID(pid), targets: targets,
        options: TimingOptions(isRaw: raw, byThread: threads, clock: clock?.clock),
        duration: duration?.nanoseconds, isLive: live
      ).run { () throws(Explanation) in
        try makeOutput(python: ProcessFiles.link("/proc/\(pid)/exe") ?? "", title: "process \(pid)")
      }
      return
    }
    let command = try command(for: targets)
    let baseline = try comparing.baseline.map { ($0, try TimingSeries.read($0)) }
    let earlier = comparing.append ? try json.flatMap(TimingSeries.readIfThere) : nil
    let program = TimedProgram(
      command: command, targets: targets,
      options: TimingOptions(isRaw: raw, byThread: threads, clock: clock?.clock), pairing: try pairing(of: targets),
      calls: calling.request)
    var output = try makeOutput(python: command.executable, title: command.title, earlier: earlier)
    let repository = json != nil || comparing.against != nil ? GitRepository() : nil
    let experiment = TimingExperiment(
      program: program, repository: repository, revision: repository?.revision, comparesToFirst: compare,
      comparing: comparing, baseline: baseline)
    let result =
      try comparing.isRepeated ? experiment.runRepeatedly() : runOnce(experiment, &output)
    let hasFailed = !finish(result, command, &output)
    result.last.status.endProcess(hasFailed: hasFailed)
  }

  private func runOnce(
    _ experiment: TimingExperiment, _ output: inout TimingOutput
  ) throws(Explanation) -> TimingExperiment.Result {
    var table = LiveTable()
    let run = try experiment.program.run(drawingEvery: live ? LiveTable.interval : -1) { report in
      output.draw(report, on: &table)
    } stop: {
      // The shell gets its whole terminal.
      table.clear()
    } reportEarly: { report in
      table.clear()
      output.print(report, [])
    }
    table.clear()
    return experiment.result(base: [], new: [run], last: run)
  }

  /// Prints and writes.
  ///
  /// - Returns: Whether all of our own part was done.
  private func finish(
    _ result: TimingExperiment.Result, _ command: PythonCommand, _ output: inout TimingOutput
  ) -> Bool {
    let (last, report) = (result.last, result.report)
    if let problem = problem(of: last) {
      if !last.isReported, report.targets.contains(where: { !$0.functions.isEmpty }) {
        output.print(report, result.comparisons)
      }
      StandardError().write(problem)
      return false
    }
    if last.status == .exited(1), ModuleCheck.isMissing(command) {
      StandardError().write(Explanation(missingModuleOf: command))
      return false
    }
    if let problem = Explanation(last.agent, of: command) {
      StandardError().write(problem)
      // Without an agent nothing was measured, and a program that could not even start has said so itself.
      if last.report.pythonVersion == nil || last.agent.isUntimed { return false }
    }
    if !last.isReported || report.targets.contains(where: { !$0.functions.isEmpty }) {
      output.print(report, result.comparisons)
    }
    do throws(Explanation) {
      try output.writeFiles(result.report, result.series, result.comparisons, base: result.base)
    } catch {
      // Whoever read standard output has seen enough.
      if error.exitStatus == 0 { return true }
      StandardError().write(error)
      return false
    }
    if let problem = result.problem {
      StandardError().write(problem)
      return false
    }
    let isRevision = comparing.other.map { !$0.hasSuffix(".py") } ?? false
    let problems = report.pairings.compactMap { Explanation($0, isRevision: isRevision) }
    for problem in problems { StandardError().write(problem) }
    if !problems.isEmpty, comparing.failAbove == nil { return false }
    var limit = FailureLimit.check(result.comparisons, limit: comparing.failAbove?.share)
    if limit == 0, !problems.isEmpty { limit = FailureLimit.unknownStatus }
    if limit != 0, last.status == .exited(0) { Glibc.exit(limit) }
    return true
  }

  private func makeOutput(
    python: String, title: String, earlier: TimingSeries? = nil
  ) throws(Explanation) -> TimingOutput {
    var baselines: [TimingPage.Document] = []
    if page.html, let path = comparing.baseline { baselines = [try TimingPage.Document(file: path)] }
    return try TimingOutput(
      .init(
        comparesToFirst: compare && !comparing.isRepeated && !comparing.isPaired && calling.calls == nil,
        showsThreads: threads,
        showsSlowest: slowest, showsHistogram: histogram, jsonPath: json, markdownPath: markdown, python: python,
        earlier: earlier, pageTitle: page.html ? title : nil, pagePath: page.output, opensPage: page.browser,
        baselines: baselines))
  }

  private func pairing(of targets: [TimingTarget]) throws(Explanation) -> PairingPlan? {
    if let other = comparing.other {
      return try PairingPlan(of: targets, against: other, checksResults: comparing.checkResults)
    }
    if calling.calls != nil, compare {
      return try PairingPlan(called: targets, checksResults: comparing.checkResults)
    }
    return comparing.paired ? try PairingPlan(of: targets, checksResults: comparing.checkResults) : nil
  }

  static func parse(_ text: String) throws(Explanation) -> TimingTarget {
    do throws(TimingTargetError) {
      return try TimingTarget(parsing: text)
    } catch {
      throw Explanation(error)
    }
  }
}
