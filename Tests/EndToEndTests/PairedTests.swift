import Foundation
import SeriemaTestSupport
import Testing

/// Bodies of a function that run by turns within one run.
@Suite(.startsProcesses, .tags(.realPython))
struct PairedTests {
  private static let program = PythonInstallation.program("paired.py")

  private func time(
    _ arguments: [String], _ python: PythonInstallation, seconds: String = "0.5", program: [String]? = nil,
    directory: URL? = nil, environment: [String: String?] = [:]
  ) throws -> ProcessOutcome {
    try SeriemaExecutable.run(
      ["time"] + arguments + ["--python", python.executable.path] + (program ?? [Self.program, seconds]),
      environment: environment, directory: directory)
  }

  /// The only comparison of a `--json` file.
  private func comparison(_ file: URL) throws -> [String: Any] {
    let document = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let comparisons = try #require(document["comparisons"] as? [[String: Any]])
    #expect(comparisons.count == 1)
    return try #require(comparisons.first)
  }

  @Test(arguments: PythonInstallation.required)
  func pairsTwoFunctions(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let json = folder.url.appending(path: "timings.json")
    let markdown = folder.url.appending(path: "timings.md")
    let outcome = try time(
      [
        "-x", "--paired", "-t", "paired:before", "-t", "paired:after", "--fail-above", "5%", "--json", json.path,
        "--markdown", markdown.path,
      ], python)
    #expect(outcome.status == .exited(3), "\(outcome.error)")
    #expect(outcome.text == "ran\n")
    #expect(
      outcome.error.contains(/\nagainst paired:before, paired in process: [\d,]+ pairs of calls\n/), "\(outcome.error)")
    #expect(outcome.error.contains(/paired:after .* slower\n/), "\(outcome.error)")
    #expect(outcome.error.contains("\noverhead: timing a call and putting a body in ("), "\(outcome.error)")
    #expect(outcome.error.contains("failed: slower by more than 5.0 %: paired:after"), "\(outcome.error)")
    let comparison = try comparison(json)
    #expect(comparison["level"] as? String == "paired_in_process")
    let function = try #require((comparison["functions"] as? [[String: Any]])?.first)
    let change = try #require(function["change"] as? Double)
    #expect(change > 0.3 && change < 0.7, "\(change)")
    let paired = try #require((comparison["paired"] as? [[String: Any]])?.first)
    #expect(paired["same_body"] as? Bool == false)
    #expect((paired["pairs"] as? Int).map { $0 > 1000 } == true)
    #expect(try String(contentsOf: markdown, encoding: .utf8).contains("**against paired:before, paired in process: "))
  }

  /// A repository whose last commit has the program's function with half of its work.
  private func repository() throws -> (folder: TemporaryFolder, work: URL) {
    let folder = try TemporaryFolder()
    let work = folder.url.appending(path: "repository/source")
    let text = try String(contentsOfFile: Self.program, encoding: .utf8)
    let half = text.replacing("for i in range(n):", with: "for i in range(n // 2):")
    #expect(half != text)
    _ = try folder.write(half, to: "repository/source/paired.py")
    for arguments in [
      ["init", "--quiet", ".."], ["add", "."],
      ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "One"],
    ] {
      let git = Process()
      git.executableURL = URL(filePath: "/usr/bin/env")
      git.arguments = ["git"] + arguments
      git.currentDirectoryURL = work
      try git.run()
      git.waitUntilExit()
      #expect(git.terminationStatus == 0)
    }
    _ = try folder.write(text, to: "repository/source/paired.py")
    return (folder, work)
  }

  @Test(arguments: PythonInstallation.required)
  func takesTheBodyOfARevision(_ python: PythonInstallation) throws {
    let (folder, work) = try repository()
    // From another folder, by a path with a link in it: the file's own repository is asked.
    let link = folder.url.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: work)
    let outcome = try time(
      ["--vs", "HEAD", "-t", "paired:before"], python, program: ["link/paired.py", "0.5"], directory: folder.url)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.text == "ran\n")
    #expect(
      outcome.error.contains(/\nthe working copy against HEAD, paired in process: [\d,]+ pairs of calls\n/),
      "\(outcome.error)")
    #expect(outcome.error.contains(/paired:before .* slower\n/), "\(outcome.error)")
    #expect(outcome.error.contains("before of HEAD "), "\(outcome.error)")
    let missing = try time(
      ["--vs", "HEAD~7", "-t", "paired:before"], python, program: ["paired.py", "0.1"], directory: work)
    #expect(missing.status == .exited(1))
    #expect(missing.error.hasPrefix("error: there is no revision HEAD~7\n"), "\(missing.error)")
    #expect(missing.text == "")
    let elsewhere = try time(
      ["--vs", "HEAD", "-t", "paired:before"], python, seconds: "0.1", directory: folder.url,
      environment: ["GIT_CEILING_DIRECTORIES": "/"])
    #expect(elsewhere.text == "ran\n")
    if elsewhere.status != .exited(0) {
      #expect(elsewhere.status == .exited(1))
      #expect(elsewhere.error.contains("why: there is no source of HEAD: "), "\(elsewhere.error)")
    }
  }

  @Test(arguments: PythonInstallation.required)
  func comparesWithAFile(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let text = try String(contentsOfFile: Self.program, encoding: .utf8)
    let old = try folder.write(text.replacing("return total", with: "return total + 1"), to: "old.py")
    let outcome = try time(["--vs", old.path, "--check-results", "-t", "paired:before"], python)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let words = outcome.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(/that were made with both bodies came to something else/), "\(outcome.error)")
    #expect(words.contains("before(100) gives 328350, and with \(old.path) gives 328351"), "\(outcome.error)")
    let refused = try time(
      ["--vs", PythonInstallation.program("compared.py"), "-t", "paired:before"], python, seconds: "0.1")
    #expect(refused.status == .exited(1), "\(refused.error)")
    #expect(refused.text == "ran\n")
    #expect(refused.error.contains("cannot run by turns in one process\n  why: "), "\(refused.error)")
    #expect(refused.error.contains("has no function of that name\n  try: "), "\(refused.error)")
    let gated = try time(
      ["--vs", old.path, "--fail-above", "5%", "-t", "paired:after"], python, seconds: "0.1")
    #expect(gated.status == .exited(4), "\(gated.error)")
    #expect(gated.error.contains("paired:after and \(old.path) were not compared\n"), "\(gated.error)")
  }

  /// A function of the standard library in a program of ours, with known work added, and with none.
  ///
  /// Verdicts of a machine that others use are for `bench/paired.py`; here the estimates must be right.
  @Test(arguments: PythonInstallation.required)
  func findsKnownWorkInARealProgram(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let library = try python.run(["-c", "import _strptime; print(_strptime.__file__, end='')"]).text
    let source = try String(contentsOfFile: library, encoding: .utf8)
    let mark = "    for index, arg in enumerate([data_string, format]):\n"
    #expect(source.contains(mark))
    // Half as much again and more: every date is looked up in a second, longer way.
    let slow = source.replacing(mark, with: "    for _ in range(400): data_string == format\n" + mark)
    _ = try folder.write(slow, to: "_strptime.py")
    let old = try folder.write(source, to: "old/_strptime.py")
    let script = try folder.write(
      """
      import sys, time
      from datetime import datetime
      end = time.perf_counter() + 1
      while time.perf_counter() < end:
          for day in range(10, 29): datetime.strptime("2026-02-%d" % day, "%Y-%m-%d")
      """, to: "dates.py")
    let json = folder.url.appending(path: "timings.json")
    for (base, range) in [(old.path, 0.3...10.0), (folder.url.appending(path: "_strptime.py").path, -0.02...0.02)] {
      let outcome = try time(
        ["--vs", base, "--json", json.path, "-t", "_strptime:_strptime"], python, program: [script.path])
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      let comparison = try comparison(json)
      let function = try #require((comparison["functions"] as? [[String: Any]])?.first)
      let change = try #require(function["change"] as? Double)
      #expect(range.contains(change), "\(base): \(outcome.error)")
      let paired = try #require((comparison["paired"] as? [[String: Any]])?.first)
      #expect(paired["same_body"] as? Bool == (base != old.path))
    }
  }

  @Test func saysWhatCannotBePaired() throws {
    let python = try #require(PythonInstallation.required.first)
    let cases: [(arguments: [String], error: String)] = [
      (["-x", "--paired", "-t", "a:b"], "error: --paired takes two functions\n"),
      (["-x", "--paired", "-t", "a:b", "-t", "a:*"], "error: --paired takes two functions\n"),
      (["--paired", "-t", "a:b", "-t", "a:c"], "error: --paired is for -x"),
      (["--vs", "HEAD", "--paired", "-x", "-t", "a:b", "-t", "a:c"], "error: --vs and --paired exclude each other"),
      (["--vs", "HEAD", "--repeat", "3", "-t", "a:b"], "error: --vs compares within one run"),
      (["--check-results", "-t", "a:b"], "error: --check-results is for --vs and --paired"),
      (["--vs", "old.py", "-t", "a:*"], "error: 'a:*' is not one function\n"),
      (["--vs", "nowhere.py", "-t", "a:b"], "error: cannot read nowhere.py\n"),
    ]
    for (arguments, error) in cases {
      let outcome = try time(arguments, python, seconds: "0")
      #expect(outcome.status != .exited(0))
      #expect(outcome.error.hasPrefix(error), "\(outcome.error)")
      #expect(outcome.text == "")
    }
    let attached = try SeriemaExecutable.run(["time", "--vs", "HEAD", "-t", "a:b", "--pid", "1"])
    #expect(attached.error.hasPrefix("error: --vs needs a program to start"), "\(attached.error)")
  }
}
