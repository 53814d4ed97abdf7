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
}
