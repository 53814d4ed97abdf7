import Foundation
import SeriemaTestSupport
import Testing

/// Code that calls and returns gets its share beside code that holds still.
///
/// A sampler that keeps the copies that held still, or reads only the others again, favours the second kind: by 5 to 18
/// points here.
@Suite(.measuresTime, .tags(.realPython))
struct MovingCodeTests {
  @Test(arguments: PythonInstallation.sampled)
  func givesMovingCodeItsShare(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run", ["--python", python.executable.path, PythonInstallation.program("fast_changes.py"), "4"])
    let told = try #require(run.outcome.text.firstMatch(of: /share still ([\d.]+)/))
    let truth = try #require(Double(told.1))
    let mix = run.stacks.stacks.filter { $0.functions.contains("mix") }
    func samples(below function: String) -> Double {
      Double(mix.filter { $0.functions.contains(function) }.reduce(0) { $0 + $1.samples })
    }
    let still = samples(below: "still")
    let calling = samples(below: "calling")
    // What was cut in `mix` belongs to one of both.
    let unknown = Double(mix.filter { $0.isCut && $0.proven.last == "mix" }.reduce(0) { $0 + $1.samples })
    let known = still + calling
    try #require(known > 1000)
    // What the report says of its own uncertainty, as a number of samples: the 95 % interval of a share that it shows.
    let row = try #require(run.rows(of: "still").first)
    let share = row.ownShare / 100
    let independent =
      share * (1 - share) * (196 / row.uncertainty) * (196 / row.uncertainty) * known / Double(run.stacks.total)
    let deviation = (truth * (1 - truth) / independent).squareRoot()
    // What the program measures of itself is right within two points: a loop around each is measured with it.
    let tolerance = 0.02 + 3.3 * deviation
    #expect(still / (known + unknown) < truth + tolerance)
    #expect((still + unknown) / (known + unknown) > truth - tolerance)
  }
}
