internal import ArgumentParser
internal import LinuxProcess
internal import ProfileModel
internal import Sampling

/// Options of every command that samples.
struct SamplingArguments: ParsableArguments {
  @Option(name: [.customShort("r"), .long], help: "Samples a second: 10000, 10khz or 10k.")
  var samplingRate = SamplingRate(hertz: 1000)

  @Option(name: .shortAndLong, help: "Stop sampling after 30, 1.5, 500ms or 2m; the program goes on.")
  var duration: DurationArgument?

  @Option(
    help: ArgumentHelp(
      "Sample all time (wall), CPU time (cpu), or only that in which a thread has the GIL (gil) or an exception "
        + "(exception): raised and not yet caught, or being handled."))
  var mode = SamplingOptions.Mode.wall

  @Flag(name: .shortAndLong, help: "Sample all threads (the default).")
  var allThreads = false

  @Flag(help: "Sample only the main thread.")
  var mainThread = false

  @Flag(help: "Sample the processes that the program starts as well, and those that they start.")
  var subprocesses = false

  @Flag(name: .customLong("no-gc"), help: "Leave out the frame that marks where a garbage collection began.")
  var leavesOutCollections = false

  @Flag(
    help: ArgumentHelp(
      "Tell instructions apart, and what the interpreter has made of them: --heatmap and --binary show it."))
  var opcodes = false

  @Flag(help: "Never stop a thread, not even for the few microseconds that an exact reading may take.")
  var nonblocking = false

  @Flag(
    help:
      "Stop every thread that runs for its sample, for at most 5 % of the time: the rate yields to that.")
  var blocking = false

  @Option(
    help: ArgumentHelp(
      "Stop the program for at most this share of its time (1%, with --blocking 5%).", valueName: "percent"))
  var stopBudget: PercentArgument?

  /// - Throws: When this machine cannot do what is asked for.
  func check() throws(Explanation) {
    if mode == .cpu, !ThreadSchedule.isKept() { throw Explanation.noThreadTimes }
  }

  @Flag(help: "While sampling, show the rate that is reached, and what is late, failed or stopped.")
  var realtimeStats = false

  @Option(
    help: ArgumentHelp(
      "With --push, push a profile of each stretch of this length (default: 10s).", valueName: "length"))
  var pushEvery: DurationArgument?

  /// The length of a stretch.
  var pushInterval: Nanoseconds { pushEvery?.nanoseconds ?? Nanoseconds(seconds: 10) }

  mutating func validate() throws {
    if blocking, nonblocking { throw ValidationError("--blocking and --nonblocking exclude each other.") }
    if nonblocking, stopBudget != nil {
      throw ValidationError("--nonblocking stops nothing, and has no use for --stop-budget.")
    }
    if let stopBudget, stopBudget.share > 1 {
      throw ValidationError("--stop-budget is a share of the program's time: at most 100%.")
    }
    if allThreads, mainThread { throw ValidationError("--all-threads and --main-thread exclude each other.") }
  }

  /// - Parameter detail: How finely frames are told apart.
  func options(telling detail: FrameDetail) -> SamplingOptions {
    var options = SamplingOptions(
      rate: samplingRate.hertz, duration: duration?.nanoseconds, mainThreadOnly: mainThread, mode: mode,
      marksCollections: !leavesOutCollections, followsChildren: subprocesses)
    options.detail = detail
    options.tellsLedger = realtimeStats
    if nonblocking { options.stopBudget = 0 }
    if blocking {
      options.stopBudget = 0.05
      options.stopsAlways = true
    }
    if let stopBudget { options.stopBudget = stopBudget.share }
    return options
  }
}

extension SamplingOptions.Mode: ExpressibleByArgument {}
