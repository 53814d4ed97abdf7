import Foundation
import SeriemaTestSupport
import Testing

/// Cases 11 and 13 of the acceptance list: `--mode cpu` weighs what the threads have run.
@Suite(.measuresTime, .tags(.realPython))
struct CPUTimeTests {
  @Test(arguments: PythonInstallation.sampled)
  func addsUpToTheCPUTimeThatTheProgramTells(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run", ["--mode", "cpu", "--python", python.executable.path, PythonInstallation.program("burning.py"), "2"])
    let used = try number(after: "used", in: run.outcome.text)
    let counted = try cpuTime(of: run)
    #expect(abs(counted - used) < 0.02 * used, "\(run.outcome.error)")
    // The work itself, without the start of the interpreter.
    let burnt = try number(after: "burnt", in: run.outcome.text)
    let row = try #require(run.rows(of: "work").first)
    #expect(abs(row.totalShare / 100 * counted - burnt) < 0.02 * used, "\(run.outcome.error)")
    // The thread that waits has only begun to.
    #expect(run.stacks.share { $0.functions.contains("wait_idle") } < 0.005)
    #expect(run.stacks.share { $0.functions.last == "burn" } > 0.9)
  }

  @Test(arguments: PythonInstallation.sampled)
  func givesNoCPUTimeToASleepBetweenBursts(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run",
      ["--mode", "cpu", "--python", python.executable.path, PythonInstallation.program("burning.py"), "0.5", "7"])
    let used = try number(after: "used", in: run.outcome.text)
    #expect(try abs(cpuTime(of: run) - used) < 0.05 * used, "\(run.outcome.error)")
    let rest = run.rows(of: "rest").first?.ownShare ?? 0
    #expect(rest < 3, "\(run.outcome.error)")
    let burn = try #require(run.rows(of: "burn").first)
    #expect(burn.ownShare > 80, "\(run.outcome.error)")
  }

  @Test(arguments: PythonInstallation.sampled)
  func sharesTheTimeOfTwoThreadsThatFightForTheGIL(_ python: PythonInstallation) throws {
    try withProgram("two_workers.py", on: python) { program in
      let isWhole = try succeeds {
        let before = (cpu: try runTime(of: program.id), at: ContinuousClock.now)
        let run = try SampledRun("attach", ["--mode", "cpu", "-d", "2", "\(program.id)"])
        let used = try runTime(of: program.id) - before.cpu
        let main = run.stacks.share { $0.frames.first?.hasPrefix("MainThread") == true }
        #expect(abs(main - 0.5) < 0.1, "\(run.outcome.error)")
        let sum = try cpuTime(of: run)
        #expect(sum < used * 1.02)
        #expect(sum < 2.1)
        // What it used in the time around is no more than others leave it, and they may change their minds.
        return sum / 2 > 0.95 * used / ((ContinuousClock.now - before.at) / .seconds(1))
      }
      #expect(isWhole)
    }
  }

  /// Of all threads, in seconds.
  private func runTime(of process: Int32) throws -> Double {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
    return try threads.reduce(0) { sum, thread in
      let text = try String(contentsOfFile: "/proc/\(process)/task/\(thread)/schedstat", encoding: .utf8)
      return sum + (Double(text.prefix { $0 != " " }) ?? 0) / 1e9
    }
  }

  private func number(after word: String, in text: String) throws -> Double {
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(word + " ") }, "\(text)")
    return try #require(Double(line.dropFirst(word.count + 1)))
  }

  /// In seconds, from the report's title.
  private func cpuTime(of run: SampledRun) throws -> Double {
    let found = try #require(run.outcome.error.firstMatch(of: /([\d.]+) (s|ms) of CPU time/), "\(run.outcome.error)")
    return try #require(Double(found.1)) * (found.2 == "s" ? 1 : 0.001)
  }
}
