import Foundation
import SeriemaTestSupport
import Testing

/// Functions that take a known time are timed within 2 %.
@Suite(.measuresTime, .tags(.realPython))
struct TimingAccuracyTests {
  @Test(arguments: PythonInstallation.required)
  func timesSleepsAndSpinsWithinTwoPercent(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("known_times.py")
    let outcome = try SeriemaExecutable.run(
      ["time", "-t", "known_times.py:sleeps", "-t", "known_times.py:spins", "--python", python.executable.path, script])
    #expect(outcome.status == .exited(0))
    let rows = TimingLine.rows(of: outcome.error)
    let pairs = outcome.text.matches(of: /total (\w+) ([\d.]+)/).map { (String($0.1), Double($0.2) ?? 0) }
    let told = Dictionary(uniqueKeysWithValues: pairs)
    for (name, calls) in [("sleeps", 25), ("spins", 50)] {
      let row = try #require(rows["known_times.py:\(name)"], "\(outcome.error)")
      let truth = try #require(told[name])
      let total = try #require(row.total)
      #expect(row.calls == calls)
      #expect(abs(total / truth - 1) < 0.02, "\(total) s, by the program's own clock \(truth) s")
    }
  }

  /// What is reported of functions of about 50 ns to 10 µs is what loops of the same program take without a timer.
  ///
  /// By medians, which the interruptions of a busy machine do not move, and for each length by the best of some tries,
  /// because its speed may change by half between the calibration and the calls. `bench/run.py` holds the means to it.
  @Test(arguments: PythonInstallation.required, ["tsc", "monotonic"])
  func correctsShortCallsToTheTruth(_ python: PythonInstallation, clock: String) throws {
    var tries: [String] = []
    var right: Set<Int> = []
    let isRight = try succeeds(within: 6) {
      let bodies = try Self.bodies(python, clock: clock)
      tries.append(bodies.map { "\($0.reported) for \($0.truth)" }.joined(separator: ", "))
      right.formUnion(
        bodies.indices.filter { abs(bodies[$0].reported - bodies[$0].truth) <= max(10, 0.03 * bodies[$0].truth) })
      return right.count == bodies.count
    }
    #expect(isRight, "\(tries)")
  }

  /// Medians in nanoseconds, of bodies of rising length.
  private static func bodies(
    _ python: PythonInstallation, clock: String
  ) throws -> [(reported: Double, truth: Double)] {
    let names = ["50", "200", "1000", "10000"]
    let folder = try TemporaryFolder()
    let json = folder.url.appending(path: "timings.json")
    let script = Repository.root.appending(path: "bench/targets/time_bodies.py").path
    let outcome = try SeriemaExecutable.run(
      ["time", "--clock", clock, "--json", json.path, "--python", python.executable.path]
        + names.flatMap { ["-t", "bodies:timed_\($0)"] } + [script, "100"] + names)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let truths = try #require(
      JSONSerialization.jsonObject(with: outcome.output) as? [String: [String: Double]], "\(outcome.error)")
    let document = try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any]
    let targets = try #require(document?["targets"] as? [[String: Any]])
    return try zip(names, targets).map { name, target in
      let function = try #require((target["functions"] as? [[String: Any]])?.first)
      let durations = try #require(function["durations"] as? [String: Any])
      return try (#require(durations["median_ns"] as? Double), #require(truths[name]?["truth_median"]))
    }
  }
}
