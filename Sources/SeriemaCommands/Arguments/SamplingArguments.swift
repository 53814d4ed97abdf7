internal import ArgumentParser
internal import ProfileModel
internal import Sampling

/// Options of every command that samples.
struct SamplingArguments: ParsableArguments {
  @Option(name: [.customShort("r"), .long], help: "Samples a second: 10000, 10khz or 10k.")
  var samplingRate = SamplingRate(hertz: 1000)

  @Option(name: .shortAndLong, help: "Stop sampling after 30, 1.5, 500ms or 2m; the program goes on.")
  var duration: DurationArgument?

  @Option(help: "Sample all time (wall), or only that in which a thread has the GIL (gil).")
  var mode = SamplingOptions.Mode.wall

  @Flag(name: .shortAndLong, help: "Sample all threads (the default).")
  var allThreads = false

  @Flag(help: "Sample only the main thread.")
  var mainThread = false

  @Flag(help: "Sample the processes that the program starts as well, and those that they start.")
  var subprocesses = false

  @Flag(help: "Never stop a thread, not even for the few microseconds that an exact reading may take.")
  var nonblocking = false

  mutating func validate() throws {
    if allThreads, mainThread { throw ValidationError("--all-threads and --main-thread exclude each other.") }
  }

  var options: SamplingOptions {
    var options = SamplingOptions(
      rate: samplingRate.hertz, duration: duration?.nanoseconds, mainThreadOnly: mainThread, mode: mode,
      followsChildren: subprocesses)
    if nonblocking { options.stopBudget = 0 }
    return options
  }
}

extension SamplingOptions.Mode: ExpressibleByArgument {}
