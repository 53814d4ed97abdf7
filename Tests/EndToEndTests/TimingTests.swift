import Foundation
import SeriemaTestSupport
import Testing

/// Cases 38 and 40 of the acceptance list, and what `seriema time` must do on every program.
@Suite(.startsProcesses, .tags(.realPython))
struct TimingTests {
  private let ending = PythonInstallation.program("timed_ending.py")
  private let targets = ["good", "bad", "last"].flatMap { ["-t", "timed_ending.py:\($0)"] }

  @Test(arguments: PythonInstallation.required)
  func countsRecursionAsOneCall(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-t", "__main__:descend", "--python", python.executable.path,
        PythonInstallation.program("recursion.py"),
      ])
    #expect(outcome.status == .exited(0))
    let row = try #require(TimingLine.rows(of: outcome.error)["__main__:descend"], "\(outcome.error)")
    #expect(row.calls == 1)
    #expect(row.inner == 5)
    // One sleep of 0.1 s, from which a busy machine may wake it late.
    #expect((0.1..<0.15).contains(try #require(row.total)), "\(row)")
  }

  @Test(
    arguments: PythonInstallation.required,
    [("returns", 1, 0), ("raises", 1, 1), ("exits", 1, 1), ("leaves", 0, 0), ("dies", 0, 0), ("crashes", 0, 0)])
  func printsTheTableHoweverTheProgramEnds(
    _ python: PythonInstallation, _ expected: (how: String, calls: Int, errors: Int)
  ) throws {
    let alone = try python.run([ending, expected.how])
    let outcome = try SeriemaExecutable.run(
      ["time"] + targets + ["--python", python.executable.path, ending, expected.how])
    #expect(outcome.status == alone.status)
    #expect(outcome.output == alone.output)
    #expect(outcome.error.hasPrefix(alone.error), "\(outcome.error)")
    try expectTheLoops(outcome)
    let last = try #require(TimingLine.rows(of: outcome.error)["timed_ending.py:last"], "\(outcome.error)")
    #expect(last.calls == expected.calls)
    #expect(last.errors == expected.errors)
    if expected.calls == 0 { #expect(outcome.error.contains("timed_ending.py:last: 1 call still running")) }
  }

  @Test(arguments: PythonInstallation.required, [SIGINT, SIGTERM])
  func printsTheTableWhenInterrupted(_ python: PythonInstallation, _ signal: Int32) throws {
    let seriema = try SeriemaExecutable.start(
      ["time"] + targets + ["--python", python.executable.path, ending, "waits"])
    try seriema.waitForOutput("READY\n")
    seriema.send(signal)
    let outcome = try seriema.finish(within: 10)
    #expect(outcome.status == .signalled(signal))
    try expectTheLoops(outcome)
  }

  @Test(arguments: PythonInstallation.required)
  func comparesWithTheFirstTarget(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-x", "-t", "known_times.py:sleeps", "-t", "known_times:stops", "-t", "__main__:spins", "--python",
        python.executable.path, PythonInstallation.program("known_times.py"),
      ])
    let rows = TimingLine.rows(of: outcome.error)
    #expect(rows["known_times.py:sleeps"]?.cells["delta"] == "base", "\(outcome.error)")
    let sleeps = try #require(rows["known_times.py:sleeps"]?.total) / 25
    let spins = try #require(rows["__main__:spins"]?.total) / 50
    let delta = try #require(rows["__main__:spins"]?.cells["delta"]?.firstMatch(of: /^(−|\+)([\d.]+) %$/))
    let percent = try #require(Double(delta.2)) * (delta.1 == "+" ? 1 : -1)
    // Totals are printed with three digits.
    #expect(abs(percent - (spins / sleeps - 1) * 100) < 1, "\(outcome.error)")
    #expect(outcome.error.contains("known_times:stops never ran"))
  }

  @Test(arguments: PythonInstallation.required)
  func namesWhatDidRunWhenATargetDidNot(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-t", "known_times.py:sleep", "--python", python.executable.path,
        PythonInstallation.program("known_times.py"),
      ])
    #expect(outcome.status == .exited(0))
    let sentence = "known_times.py:sleep never ran: its module has nothing of that name; near names that did: "
    #expect(outcome.error.contains(sentence), "\(outcome.error)")
    #expect(outcome.error.contains("sleeps"))
  }

  /// Case 41 of the acceptance list.
  @Test(arguments: PythonInstallation.required)
  func printsOneTableForAllProcesses(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let targets = folder.url.appending(path: "targets.txt")
    try "# what to time\ntimed_processes:work # its workers\n\ntimed_processes.py:2\n".write(
      to: targets, atomically: true, encoding: .utf8)
    let json = folder.url.appending(path: "timings.json")
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-t", "@\(targets.path)", "--threads", "--slowest", "--histogram", "--json", json.path, "--markdown",
        "-",
        "--python", python.executable.path, PythonInstallation.program("timed_processes.py"),
      ])
    #expect(outcome.status == .exited(0))
    #expect(outcome.text.hasPrefix("40\n| function | calls |"), "\(outcome.text)")
    #expect(outcome.error.matches(of: /function +calls/).count == 1, "\(outcome.error)")
    #expect(TimingLine.rows(of: outcome.error)["timed_processes:work"]?.calls == 46)
    let document = try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any]
    #expect(document?["format"] as? String == "seriema-timings")
    let named = try #require(document?["targets"] as? [[String: Any]])
    let functions = named.compactMap { ($0["functions"] as? [[String: Any]])?.first }
    #expect(functions.map { $0["calls"] as? Int } == [46, 46])
    let threads = try #require(functions.first?["threads"] as? [[String: Any]])
    // The program, its two workers, the forked one and the two started ones.
    #expect(threads.compactMap { $0["calls"] as? Int }.reduce(0, +) == 46)
    #expect((5...6).contains(Set(threads.compactMap { $0["process"] as? Int }).count))
  }

  @Test func saysThatAFileOfTargetsIsMissing() throws {
    let outcome = try SeriemaExecutable.run(["time", "-t", "@/nowhere/targets", PythonInstallation.program("busy.py")])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.hasPrefix("error: cannot read the targets in /nowhere/targets"), "\(outcome.error)")
  }

  private func expectTheLoops(_ outcome: ProcessOutcome) throws {
    let rows = TimingLine.rows(of: outcome.error)
    let good = try #require(rows["timed_ending.py:good"], "\(outcome.error)")
    let bad = try #require(rows["timed_ending.py:bad"], "\(outcome.error)")
    #expect(good.calls == 3)
    #expect(bad.calls == 2)
    #expect(bad.errors == 2)
    // Three sleeps of 10 ms, from which a busy machine may wake it late.
    #expect((0.03..<0.12).contains(try #require(good.total)))
  }
}
