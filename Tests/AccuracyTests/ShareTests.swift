import Foundation
import SeriemaTestSupport
import Testing

/// Case 4 of the acceptance list: shares are right within the sampling error that the report states.
@Suite(.measuresTime, .tags(.realPython))
struct ShareTests {
  @Test(
    arguments: PythonInstallation.sampled,
    [["60", "30", "10"], (0..<20).map { String(format: "%.4f", pow(0.8, Double($0)) * 100) }])
  func givesEachFunctionItsShare(_ python: PythonInstallation, _ weights: [String]) throws {
    let run = try SampledRun(
      "run",
      ["-r", "2khz", "--python", python.executable.path, PythonInstallation.program("shares.py"), "2.5"] + weights)
    let truth = Self.shares(toldBy: run.outcome.text)
    try #require(truth.count == weights.count)
    let works = run.rows.filter { $0.function.hasPrefix("work_") }
    // Of all time, start-up included, the program's functions have this part.
    let covered = works.reduce(0) { $0 + $1.totalShare }
    try #require(covered > 80)
    var outside = 0
    for row in works {
      let share = row.totalShare / covered * 100
      let error = abs(share - (truth[row.function] ?? 0) * 100)
      if error > row.uncertainty { outside += 1 }
      // The report states a 95 % interval; twice its width holds all but one share in ten thousand.
      #expect(error <= 2 * row.uncertainty, "\(row) is \(truth[row.function] ?? 0)")
    }
    // Of twenty 95 % intervals, four and more miss in 1.6 % of the cases.
    #expect(outside <= max(1, weights.count / 6))
  }

  private static func shares(toldBy text: String) -> [String: Double] {
    let pairs = text.matches(of: /share (\w+) ([\d.]+)/).map { (String($0.1), Double($0.2) ?? 0) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
