internal import ArgumentParser
internal import FunctionTiming
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// `seriema time`: starts a program and times the named functions in it, to its end.
struct TimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "Time the named functions of a program, exactly, and nothing else in it.",
    usage: "seriema time -t TARGET [-t TARGET …] [-x] (SCRIPT | -m MODULE) [arguments …]",
    discussion: """
        seriema time -t app:parse app.py
        seriema time -t json/decoder.py:JSONDecoder.decode -m json.tool big.json
        seriema time -x -t app:before -t app:after app.py

      A target is module:qualname, path.py:qualname or path.py:LINE: app:parse, app:outer.<locals>.inner, \
      json/decoder.py:JSONDecoder.decode, app.py:120. A class stands for its __init__ and __new__, and * for any text: \
      'app.db:*', '*:Session.execute'. With @FILE the targets are the lines of a file. \
      A target is found when it first runs, and nothing is imported for it. Forked and started Pythons are timed with it.
      The table goes to standard error; the program keeps its streams, signals and exit status. CPython 3.12 or later.
      """)

  @Option(name: .shortAndLong, help: "A function to time; may be given several times.")
  var target: [String] = []

  @Flag(name: [.customShort("x"), .long], help: "Show each target's difference from the first.")
  var compare = false

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

  @Option(help: .hidden)
  var clock: ClockArgument?

  @Option(help: ArgumentHelp("Run with this Python instead of the one on PATH.", valueName: "path"))
  var python: String?

  @Argument(parsing: .postTerminator, help: .hidden)
  var program: [String] = []

  mutating func validate() throws {
    if target.isEmpty {
      throw ValidationError("There is nothing to time: give a target, such as -t app:parse.")
    }
  }

  func run() throws {
    let targets = try target.flatMap(TargetList.expand).map(Self.parse)
    if live, StandardError().terminal.height == nil {
      throw Explanation(
        "there is no terminal for --live", why: "standard error is something else, and the table is drawn there",
        next: "without --live: the table comes when the program ends", exitStatus: 64)
    }
    let command = try PythonCommand(program, python: python)
    let session = try prepare(targets, command)
    let supervised = try SupervisedProgram(
      command, environmentChanges: session.launch.environmentChanges.mapValues { $0 },
      keeping: session.launch.inheritedDescriptors, catchesStop: live)
    var output = try TimingOutput(
      .init(
        comparesToFirst: compare, showsThreads: threads, showsSlowest: slowest, showsHistogram: histogram,
        jsonPath: json, markdownPath: markdown, python: command.executable, command: command.words))
    var isReported = false
    var table = LiveTable()
    try supervised.start(command)
    let status = try supervised.wait(refreshingEvery: live ? LiveTable.interval : -1) {
      output.draw(session.report(), on: &table)
    } stop: {
      // The shell gets its whole terminal.
      table.clear()
    } reportEarly: {
      // It was asked to end and does not: what there is may be all that there will be.
      table.clear()
      output.print(session.report())
      isReported = true
    }
    let report = session.report()
    table.clear()
    if status == .exited(1), ModuleCheck.isMissing(command) {
      StandardError().write(Explanation(missingModuleOf: command))
      status.endProcess(hasFailed: true)
    }
    if let problem = Explanation(session.status, of: command) {
      StandardError().write(problem)
      // Without an agent nothing was measured, and a program that could not even start has said so itself.
      if report.pythonVersion == nil || session.status.isUntimed { status.endProcess(hasFailed: true) }
    }
    if !isReported || report.targets.contains(where: { !$0.functions.isEmpty }) { output.print(report) }
    do throws(Explanation) {
      try output.writeFiles(report)
    } catch {
      // Whoever read standard output has seen enough.
      if error.exitStatus == 0 { status.endProcess(hasFailed: false) }
      StandardError().write(error)
      status.endProcess(hasFailed: true)
    }
    status.endProcess(hasFailed: false)
  }

  private static func parse(_ text: String) throws(Explanation) -> TimingTarget {
    do throws(TimingTargetError) {
      return try TimingTarget(parsing: text)
    } catch {
      throw Explanation(error)
    }
  }

  private func prepare(_ targets: [TimingTarget], _ command: PythonCommand) throws(Explanation) -> TimingSession {
    let environment = Environment.current
    do throws(TimingError) {
      return try TimingSession(
        targets: targets, mainModules: command.mainModules, pythonPath: environment["PYTHONPATH"],
        outerAgent: environment["SERIEMA_AGENT"],
        temporaryDirectory: environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp",
        options: TimingOptions(isRaw: raw, byThread: threads, clock: clock?.clock))
    } catch {
      throw Explanation(error)
    }
  }
}
