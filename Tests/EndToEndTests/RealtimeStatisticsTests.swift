import Foundation
import SeriemaTestSupport
import Testing

@Suite(.startsProcesses, .tags(.realPython))
struct RealtimeStatisticsTests {
  @Test(arguments: PythonInstallation.required)
  func saysEverySecondHowSamplingGoesOn(_ python: PythonInstallation) throws {
    try withProgram("busy.py", on: python) { program in
      let run = try SampledRun("attach", ["--realtime-stats", "-r", "100", "-d", "3.5", "\(program.id)"])
      let pattern =
        /rate [\d.]+ Hz \(min [\d.]+ Hz, max [\d.]+ Hz\) · own CPU [\d.]+ % · stopped .* % · late [\d,]+ · missed [\d,]+ · .*/
      let lines = run.outcome.error.split(separator: "\n").filter { $0.wholeMatch(of: pattern) != nil }
      #expect((2...3).contains(lines.count), "\(run.outcome.error)")
      #expect(run.stacks.total > 100)
    }
  }

  @Test func keepsTheStatusOfTheProgram() throws {
    let python = PythonInstallation.required[0]
    let run = try SampledRun(
      "run",
      [
        "--realtime-stats", "--python", python.executable.path, PythonInstallation.program("ending.py"), "exits", "7",
      ])
    #expect(run.outcome.status == .exited(7))
  }
}
