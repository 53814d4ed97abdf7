import Foundation
import SeriemaTestSupport
import Testing

/// `--blocking`, and what may happen to a program that is stopped again and again.
@Suite(.measuresTime, .tags(.realPython))
struct BlockingTests {
  private static let often = ["--blocking", "-r", "10khz"]
  /// The oldest and the newest: what the kernel does with a stopped thread is the same for all.
  private static let pythons = [PythonInstallation.sampled[0], PythonInstallation.sampled.last!]

  @Test(arguments: PythonInstallation.sampled)
  func readsEveryRunningStackStandingStillWithinTheBudget(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      // One stop in which we had no processor can be longer than all the others.
      let isWithin = try succeeds {
        let run = try SampledRun("attach", Self.often + ["-d", "1", "\(program.id)"])
        let report = run.outcome.error
        let taken = try run.ledger.taken
        #expect(taken > 10)
        #expect(try (run.ledger.failed + run.ledger.partial) * 100 <= taken, "\(report)")
        #expect(report.contains(/; [\d,]+ ticks left out for the stop budget/), "\(report)")
        let line = /stopped the program for ([\d,]+) samples: .*, ([\d.]+) % of the run/
        let stops = try #require(report.firstMatch(of: line), "\(report)")
        let stopped = try #require(Int(stops.1.filter { $0 != "," }))
        // Not those that stood still already, when a stop came later than it was waited for.
        #expect(stopped * 10 >= taken * 9, "\(report)")
        return try #require(Double(stops.2)) < 5.5
      }
      #expect(isWithin)
    }
  }

  @Test(arguments: pythons)
  func stopsForNoLongerThanItMay(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      func stoppedShare(_ budget: String) throws -> Double {
        let run = try SampledRun("attach", Self.often + ["--stop-budget", budget, "-d", "1", "\(program.id)"])
        let stops = try #require(run.outcome.error.firstMatch(of: /stopped the program for .*, ([\d.]+) % of the run/))
        return try #require(Double(stops.1))
      }
      var shares: [(small: Double, large: Double)] = []
      let isWithin = try succeeds(within: 10) {
        // By default it is 5 %, and one stop in which we had no processor can be 2 % of a second.
        let (small, large) = (try stoppedShare("1%"), try stoppedShare("20%"))
        shares.append((small, large))
        return small < 4 && large > 8 && large < 24
      }
      #expect(isWithin, "\(shares)")
    }
  }

  /// Of a rate that is not reached there are fewer samples to stop for, and so more of them are.
  @Test(arguments: pythons)
  func spendsTheBudgetWhateverRateIsReached(_ python: PythonInstallation) throws {
    try withProgram("alternating.py", on: python) { program in
      var shares: [Double] = []
      let isSpent = try succeeds {
        let run = try SampledRun("attach", ["-r", "1mhz", "-d", "1", "\(program.id)"])
        let stops = try #require(run.outcome.error.firstMatch(of: /stopped the program for .*, ([\d.]+) % of the run/))
        shares.append(try #require(Double(stops.1)))
        return shares.last ?? 0 > 0.5
      }
      #expect(isSpent, "\(shares)")
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func neverStopsAThreadThatSleeps(_ python: PythonInstallation) throws {
    try withProgram("sleeping.py", on: python) { program in
      let run = try SampledRun("attach", ["--blocking", "-r", "500", "-d", "1", "\(program.id)"])
      #expect(!run.outcome.error.contains("stopped the program"), "\(run.outcome.error)")
      #expect(run.stacks.share { $0.functions == ["<module>", "rest"] } == 1)
    }
  }

  @Test(arguments: pythons)
  func delaysNoSignal(_ python: PythonInstallation) throws {
    try withProgram("counting_signals.py", on: python) { program in
      let seriema = try SeriemaExecutable.start(["attach"] + Self.often + ["-d", "2", "\(program.id)"])
      for number in 1...200 {
        program.send(SIGUSR1)
        try program.waitForOutput("READY\n" + String(repeating: "\n", count: number))
        usleep(2000)
      }
      #expect(try seriema.finish().status == .exited(0))
    }
  }

  @Test(arguments: pythons)
  func leavesAStopByOthersAsItIs(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    func shown() -> URL { folder.url.appending(path: "rounds") }
    func rounds() throws -> UInt64 {
      try Data(contentsOf: shown()).withUnsafeBytes { $0.load(as: UInt64.self) }
    }
    try Data(count: 8).write(to: shown())
    try withProgram("counting_rounds.py", [shown().path], on: python) { program in
      let seriema = try SeriemaExecutable.start(["attach"] + Self.often + ["-d", "3", "\(program.id)"])
      for _ in 0..<20 {
        usleep(20_000)
        program.send(SIGSTOP)
        while try state(of: program.id) != "T" { usleep(100) }
        // A stop of ours that was on its way ends, and the program stands still as before.
        let before = try rounds()
        usleep(20_000)
        let isStill = try (0..<2000).contains { _ in
          usleep(1000)
          return try state(of: program.id) == "T"
        }
        #expect(isStill)
        #expect(try rounds() == before)
        program.send(SIGCONT)
        while try rounds() < before + 10_000 { usleep(1000) }
      }
      #expect(try seriema.finish().status == .exited(0))
      #expect(try state(of: program.id) == "R")
    }
  }

  /// Another thread than the first takes over the process, and with it a stop that is on its way.
  @Test(arguments: pythons)
  func letsAProgramGoOnThatExecutesAnother(_ python: PythonInstallation) throws {
    let run = try SampledRun(
      "run",
      [
        "--blocking", "-r", "20khz", "--python", python.executable.path,
        PythonInstallation.program("executing_from_thread.py"),
        "20",
      ])
    #expect(run.outcome.status == .exited(0))
    #expect(run.outcome.text.hasSuffix("executed\n"), "\(run.outcome.text)")
  }

  @Test(arguments: pythons)
  func keepsTheStatusOfAProgramThatEndsWhileItIsStopped(_ python: PythonInstallation) throws {
    for status in [0, 7] {
      let run = try SampledRun(
        "run",
        Self.often + [
          "--python", python.executable.path, PythonInstallation.program("ending.py"), "exits", "\(status)",
        ])
      #expect(run.outcome.status == .exited(Int32(status)), "\(run.outcome.error)")
    }
  }

  private func state(of process: Int32) throws -> Substring {
    let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let end = try #require(stat.lastIndex(of: ")"))
    return try #require(stat[stat.index(after: end)...].split(separator: " ").first)
  }
}
