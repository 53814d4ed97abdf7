internal import ArgumentParser
internal import CPythonInspection
internal import Glibc
internal import LinuxProcess
internal import Sampling

/// `seriema attach`: samples a process that runs already.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Sample a running process, until Ctrl-C, its end, or the end of -d.",
    usage: "seriema attach [options] PID",
    discussion: """
        seriema attach 4242
        seriema attach -d 10s --collapsed -o stacks.txt 4242
        seriema attach -d 5s $(pgrep -n -f manage.py)
        seriema attach -d 5s --subprocesses $(pgrep -o gunicorn)
        seriema attach --push http://localhost:4040 4242

      The process is only read: it needs no preparation, and runs on when sampling ends.
      """)

  @OptionGroup var sampling: SamplingArguments
  @OptionGroup var report: ReportArguments
  @OptionGroup var push: PushArguments

  @Argument(help: "The process's id.")
  var pid: Int32

  mutating func validate() throws {
    if pid <= 0 { throw ValidationError("PID must be positive.") }
  }

  func run() throws {
    try sampling.check()
    let process = ProcessID(pid)
    var runtime: PythonRuntime?
    if sampling.subprocesses {
      try RunningTarget.check(process)
    } else {
      let found = try RunningTarget.runtime(of: process, needsGIL: sampling.mode == .gil)
      warn(of: found)
      runtime = found
    }
    var settings = report.settings(
      of: "process \(pid)", launchWords: nil, process: pid, tableTo: STDOUT_FILENO,
      base: try report.base(comparedWith: sampling.mode.sampledTime), sources: .running(process)
    ).pushing(
      to: try push.destination(ofProgram: ProcessFiles.commandLine(of: process), every: sampling.pushEvery),
      every: sampling.pushInterval
    ).telling(instructions: sampling.opcodes)
    settings.attached = process
    let output = try ProfileOutput(settings)
    let interruption = try Interruption()
    signal(SIGPIPE, SIG_IGN)
    let sampler = try Sampler.prepared(
      process, isChild: false, options: sampling.options(telling: output.detail), recordingTo: try output.begin(process)
    )
    let thread = try SamplingThread(
      sampler, from: runtime, output: output, showsStatistics: sampling.realtimeStats)
    wait(for: thread, interruption)
    switch thread.join() {
    case .running, .reported: break
    case .failed(let explanation): throw explanation
    case .neverReadable(let reason) where sampling.subprocesses:
      throw Explanation(neverSampled: "process \(pid)", tree: reason)
    case .neverReadable: throw Explanation(.process(.exited(process)))
    }
  }

  /// Says what will be less certain than usual.
  private func warn(of runtime: PythonRuntime) {
    let standardError = StandardError()
    if let warning = Explanation(guessOf: runtime) { standardError.warn(warning) }
    if !sampling.nonblocking,
      let warning = Explanation(unstoppable: AccessGates(ProcessAccess.facts(on: runtime.process)))
    {
      standardError.warn(warning)
    }
  }

  /// Waits until the sampling has ended, or is asked to.
  private func wait(for thread: borrowing SamplingThread, _ interruption: borrowing Interruption) {
    let progress = SamplingProgress(of: pid, isShown: !sampling.realtimeStats)
    while !thread.hasEnded {
      if interruption.wait(or: -1, milliseconds: 50) != nil {
        thread.requestStop()
        break
      }
      progress.show()
    }
    progress.clear()
  }
}
