import Foundation
import SeriemaTestSupport
import Testing

/// What runs of a program that times its own two halves, one of which calls and returns all the time, say of the other.
struct MovingShare {
  private var runs = 0
  /// Of the half that holds still, as the program says; the sum over all runs.
  private var truths = 0.0
  private var still = 0.0
  private var known = 0.0
  /// Cut where either may have been meant.
  private var unknown = 0.0
  /// As many samples without any dependence would say as much.
  private var independent = 0.0

  init() {}

  init(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run", ["--python", python.executable.path, PythonInstallation.program("fast_changes.py"), "4"])
    let told = try #require(run.outcome.text.firstMatch(of: /share still ([\d.]+)/))
    runs = 1
    truths = try #require(Double(told.1))
    let mix = run.stacks.stacks.filter { $0.functions.contains("mix") }
    func samples(_ isCounted: (CollapsedStacks.Stack) -> Bool) -> Double {
      Double(mix.filter(isCounted).reduce(0) { $0 + $1.samples })
    }
    still = samples { $0.functions.contains("still") }
    known = still + samples { $0.functions.contains("calling") }
    unknown = samples { $0.isCut && $0.proven.last == "mix" }
    try #require(known > 1000)
    // What the report says of its own uncertainty, as a number of samples: the 95 % interval of a share that it shows.
    let row = try #require(run.rows(of: "still").first)
    let share = row.ownShare / 100
    let deviations = 196 / row.uncertainty
    independent = share * (1 - share) * deviations * deviations * known / Double(run.stacks.total)
  }

  mutating func add(_ other: MovingShare) {
    runs += other.runs
    truths += other.truths
    still += other.still
    known += other.known
    unknown += other.unknown
    independent += other.independent
  }

  /// Within what the reports' own uncertainty allows.
  var isRight: Bool {
    let truth = truths / Double(runs)
    let deviation = (truth * (1 - truth) / independent).squareRoot()
    // What the program measures of itself is right within two points: a loop around each is measured with it.
    let tolerance = 0.02 + 3.3 * deviation
    return still / (known + unknown) < truth + tolerance && (still + unknown) / (known + unknown) > truth - tolerance
  }
}
