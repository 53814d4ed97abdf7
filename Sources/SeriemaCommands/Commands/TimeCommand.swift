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

      A target is module:qualname or path.py:qualname: app:parse, app:Session.execute, app:outer.<locals>.inner, \
      json/decoder.py:JSONDecoder.decode. It is found when it first runs, and nothing is imported for it.
      The table goes to standard error; the program keeps its streams, signals and exit status. CPython 3.12 or later.
      """)

  @Option(name: .shortAndLong, help: "A function to time; may be given several times.")
  var target: [String] = []

  @Flag(name: [.customShort("x"), .long], help: "Show each target's difference from the first.")
  var compare = false

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
    let targets = try target.map(Self.parse)
    let command = try PythonCommand(program, python: python)
    let session = try prepare(targets, command)
    let supervised = try SupervisedProgram(
      command, environmentChanges: session.launch.environmentChanges.mapValues { $0 },
      keeping: session.launch.inheritedDescriptors)
    let output = TimingOutput(comparesToFirst: compare)
    var isReported = false
    try supervised.start(command)
    let status = try supervised.wait {
      // It was asked to end and does not: what there is may be all that there will be.
      output.write(session.report())
      isReported = true
    }
    let report = session.report()
    if status == .exited(1), ModuleCheck.isMissing(command) {
      StandardError().write(Explanation(missingModuleOf: command))
      status.endProcess(hasFailed: true)
    }
    if let problem = Explanation(session.status, of: command) {
      StandardError().write(problem)
      // Without an agent nothing was measured, and a program that could not even start has said so itself.
      if report.pythonVersion == nil || session.status.isUntimed { status.endProcess(hasFailed: true) }
    }
    if !isReported || report.targets.contains(where: { !$0.functions.isEmpty }) { output.write(report) }
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
        temporaryDirectory: environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp")
    } catch {
      throw Explanation(error)
    }
  }
}
