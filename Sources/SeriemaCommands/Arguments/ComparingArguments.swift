internal import ArgumentParser

/// Options of `time` that ask for more than one run, or for a comparison.
struct ComparingArguments: ParsableArguments {
  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp("Run the program so many times, after one to warm up.", valueName: "n"))
  var repeats: Int?

  @Option(
    help: ArgumentHelp("Compare with this revision of the program, run by turns: HEAD~1, main.", valueName: "rev"))
  var against: String?

  @Option(
    name: .customLong("vs"),
    help: ArgumentHelp(
      "Let each function run by turns with its body of this revision, or of a file, within one run.",
      valueName: "rev|file.py"))
  var other: String?

  @Flag(help: "With -x and two functions: let the body of the second run by turns with that of the first.")
  var paired = false

  @Flag(help: "With --vs, --paired or -x --calls: make some calls with both, one after the other, and compare results.")
  var checkResults = false

  @Option(
    help: ArgumentHelp(
      "Stop as soon as every change is known to ± this, such as 2%; without --repeat after \(Self.budget) at most.",
      valueName: "percent"))
  var until: PercentArgument?

  @Option(help: ArgumentHelp("Compare with what an earlier --json saved.", valueName: "file"))
  var baseline: String?

  @Flag(help: "Keep the runs that the --json file holds, and add these.")
  var append = false

  @Option(
    help: ArgumentHelp("Exit with 3 when a function is slower by more than this, such as 5%.", valueName: "percent"))
  var failAbove: PercentArgument?

  /// Runs or pairs with `--against` alone, and at most with `--until`.
  private static let usual = 20
  private static let budget = 100

  var isRepeated: Bool { repeats ?? 1 > 1 || against != nil || until != nil }

  var limit: Int { repeats ?? (until != nil ? Self.budget : Self.usual) }

  /// Whether bodies run by turns within a run.
  var isPaired: Bool { other != nil || paired }

  mutating func validate() throws {
    if other != nil, paired {
      throw ValidationError("--vs and --paired exclude each other.")
    }
    if isPaired, isRepeated {
      throw ValidationError(
        "--\(paired ? "paired" : "vs") compares within one run: leave out --repeat, --against and --until.")
    }
    if let repeats, !(1...10_000).contains(repeats) {
      throw ValidationError("--repeat must be a number from 1 to 10,000.")
    }
  }
}
