internal import ArgumentParser
internal import FunctionTiming

/// Options of `time` for functions that no program calls.
struct CallingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run no program, but call each function so many times, after some to warm up; with -x by turns.", valueName: "n"))
  var calls: Int?

  @Option(
    help: ArgumentHelp(
      "With --calls: Python source to run once before, as with timeit; may be given several times.",
      valueName: "source"))
  var setup: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --calls: what stands between the parentheses of a call, such as 'data, key=3'; evaluated for each call, "
        + "which is not in its time.", valueName: "source"))
  var arguments: String?

  mutating func validate() throws {
    if let calls, !(1...1_000_000_000).contains(calls) {
      throw ValidationError("--calls must be a number from 1 to 1,000,000,000.")
    }
    if calls == nil, !setup.isEmpty || arguments != nil {
      throw ValidationError("--\(arguments != nil ? "arguments" : "setup") is for --calls: a program gives its own.")
    }
  }

  /// Nil where a program is to be run.
  var request: CallRequest? {
    calls.map { CallRequest(calls: $0, setup: setup.joined(separator: "\n"), arguments: arguments ?? "") }
  }

  /// The words that ask for the same again.
  var words: [String] {
    ["--calls", String(calls ?? 0)] + setup.flatMap { ["--setup", $0] } + (arguments.map { ["--arguments", $0] } ?? [])
  }
}
