internal import ArgumentParser
internal import Glibc
internal import LinuxProcess
internal import ProfileModel

/// `seriema replay`: turns captures into any report.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Turn recordings into reports.",
    usage: "seriema replay [options] FILE …",
    discussion: """
        seriema run --binary -o app.seriema app.py
        seriema replay app.seriema
        seriema replay --collapsed -o stacks.txt app.seriema
        seriema replay --binary -o all.seriema host1.seriema host2.seriema
        seriema replay --flamegraph profile.bin     what python3.15 -m profiling.sampling --binary wrote

      Several recordings, of other hosts, workers or runs, become one. A recording whose writer was killed is told up to \
      its last complete block. - is standard input.
      """)

  @OptionGroup var report: ReportArguments
  @OptionGroup var push: PushArguments

  @Argument(help: ArgumentHelp("Recordings of seriema run --binary or attach --binary.", valueName: "file"))
  var captures: [String]

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    FreedMemory.returnAtOnce()
    let files = try captures.map { path throws(Explanation) in try CaptureFile.open(path) }
    try CaptureFile.check(keeping: files, writing: report.output)
    _ = try push.address()
    let set = try CaptureSet(showingProgress: files)
    let output = try ProfileOutput(
      report.settings(
        of: set.origin.title,
        launchWords: set.origin.isAttached ? nil : set.origin.program, process: set.origin.process,
        tableTo: STDOUT_FILENO, base: try report.base(comparedWith: set.profile.sampledTime), sources: .recorded
      ).pushing(to: try push.destination(ofProgram: set.origin.program)))
    try output.write(set)
  }
}
