internal import ArgumentParser
internal import CPythonInspection
internal import Glibc
internal import LinuxProcess
internal import Sampling

/// `seriema run`: starts a program and samples it from its first import to its end.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Start a program and sample it to its end.",
    usage: "seriema run [options] (SCRIPT | -m MODULE | -- COMMAND) [arguments …]",
    discussion: """
        seriema run app.py --its --own options
        seriema run -m json.tool big.json
        seriema run -r 10khz -d 30s --collapsed -o stacks.txt app.py
        seriema run --binary -o app.seriema app.py
        seriema run --subprocesses -- make test

      The report goes to standard error; the program keeps its streams, signals and exit status.
      """)

  @OptionGroup var sampling: SamplingArguments
  @OptionGroup var report: ReportArguments
  @OptionGroup var push: PushArguments

  @Option(help: ArgumentHelp("Run with this Python instead of the one on PATH.", valueName: "path"))
  var python: String?

  @Argument(parsing: .postTerminator, help: .hidden)
  var program: [String] = []

  func run() throws {
    try sampling.check()
    let command = try PythonCommand(program, python: python)
    // Nothing may fail once the program has started.
    let output = try ProfileOutput(
      report.settings(
        of: command.title, launchWords: command.words, process: getpid(), tableTo: STDERR_FILENO,
        base: try report.base(comparedWith: sampling.mode.sampledTime), sources: .started
      ).pushing(
        to: try push.destination(ofProgram: command.words, every: sampling.pushEvery), every: sampling.pushInterval
      ).telling(instructions: sampling.opcodes))
    if sampling.subprocesses { ProcessTree.adoptOrphans() }
    let supervised = try SupervisedProgram(command)
    let sampler = try Sampler.prepared(
      supervised.id, isChild: true, options: sampling.options(telling: output.detail),
      recordingTo: try output.begin(supervised.id))
    try supervised.start(command)
    // An interpreter takes milliseconds to its first import, and this thread a few microseconds to be there.
    let thread = try SamplingThread(sampler, output: output, showsStatistics: sampling.realtimeStats)
    let status = try supervised.wait { thread.requestStop() }
    // It would see that at its next tick. Where it samples several processes, who follows them tells it how each ended.
    if !sampling.subprocesses { thread.requestStop() }
    let outcome = thread.join()
    // Python has said so on its own; we say what to do.
    if status == .exited(1), ModuleCheck.isMissing(command) {
      StandardError().write(Explanation(missingModuleOf: command))
      status.endProcess(hasFailed: true)
    }
    let hasFailed = conclude(outcome, of: command)
    status.endProcess(hasFailed: hasFailed)
  }

  /// Says what went wrong, if something did.
  ///
  /// - Returns: Whether our part failed.
  private func conclude(_ outcome: SamplingThread.Outcome, of command: PythonCommand) -> Bool {
    switch outcome {
    case .running, .reported:
      return false
    case .failed(let explanation):
      StandardError().write(explanation)
    case .neverReadable(let error):
      StandardError().write(Explanation(neverSampled: command, because: error))
    }
    return true
  }
}
