import Foundation
import SeriemaTestSupport
import Testing

/// Repeated runs, runs against another revision, and saved baselines.
@Suite(.startsProcesses, .tags(.realPython))
struct ComparisonTests {
  private var python: String { get throws { try #require(PythonInstallation.required.first).executable.path } }

  /// A git repository whose last commit has the program in a folder of its own.
  private func repository() throws -> (folder: TemporaryFolder, work: URL) {
    let folder = try TemporaryFolder()
    let work = folder.url.appending(path: "repository/source")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: PythonInstallation.program("compared.py")), to: work.appending(path: "compared.py"))
    try git(["init", "--quiet", ".."], in: work)
    try git(["add", "."], in: work)
    try git(
      ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "One"], in: work)
    return (folder, work)
  }

  @discardableResult
  private func git(_ arguments: [String], in directory: URL) throws -> String {
    let git = Process()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git"] + arguments
    git.currentDirectoryURL = directory
    let output = Pipe()
    git.standardOutput = output
    try git.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    git.waitUntilExit()
    #expect(git.terminationStatus == 0, "git \(arguments)")
    return text
  }

  /// Nothing of a work tree is left: neither its folder nor what git knows of it.
  private func expectNoWorkTree(_ work: URL, _ temporary: URL) throws {
    let trees = try git(["worktree", "list", "--porcelain"], in: work)
    #expect(trees.matches(of: /worktree\s/).count == 1, "\(trees)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
  }

  private func temporary(_ folder: TemporaryFolder) throws -> (url: URL, environment: [String: String?]) {
    let url = folder.url.appending(path: "temporary")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return (url, ["TMPDIR": .some(url.path)])
  }

  @Test func comparesWithARevision() throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let script = work.appending(path: "compared.py")
    let text = try String(contentsOf: script, encoding: .utf8)
    // Three times the work: seen on the busiest machine.
    try text.replacing("for i in range(n):", with: "for i in range(3 * n):").write(
      to: script, atomically: true, encoding: .utf8)
    let json = folder.url.appending(path: "new.json")
    let outcome = try SeriemaExecutable.run(
      [
        "time", "--against", "HEAD", "--repeat", "8", "--fail-above", "5%", "--json", json.path, "-t",
        "compared:short", "--python", python, "compared.py",
      ], environment: environment, directory: work)
    #expect(outcome.status == .exited(3), "\(outcome.error)")
    // The program's output is shown of one run.
    #expect(outcome.text == "ran\n")
    #expect(outcome.error.contains("the working copy against HEAD, interleaved runs: 8 pairs"), "\(outcome.error)")
    #expect(outcome.error.contains(/compared:short .* slower\n/), "\(outcome.error)")
    #expect(outcome.error.contains("failed: slower by more than 5.0 %: compared:short"))
    try expectNoWorkTree(work, temporary)
    let document = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any])
    #expect((document["runs"] as? [Any])?.count == 8)
    let revision = try #require(document["revision"] as? [String: Any])
    #expect(
      revision["commit"] as? String == (try git(["rev-parse", "HEAD"], in: work).trimmingCharacters(in: .newlines)))
    #expect(revision["local_changes"] as? Bool == true)
  }

  /// Known to such a width that ten pairs always do, however the machine is.
  @Test func stopsWhenTheChangeIsKnown() throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let outcome = try SeriemaExecutable.run(
      ["time", "--against", "HEAD", "--until", "90000%", "-t", "compared:short", "--python", python, "compared.py"],
      environment: environment, directory: work)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error.contains("interleaved runs: 10 pairs"), "\(outcome.error)")
    #expect(outcome.error.contains("in 97 % of comparisons"), "\(outcome.error)")
    try expectNoWorkTree(work, temporary)
  }

  @Test func takesTheWorkTreeAwayWhenTheProgramFails() throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let script = work.appending(path: "compared.py")
    let text = try String(contentsOf: script, encoding: .utf8)
    // Fails on one side only, so that the ends differ.
    try text.replacing("sys.exit(3)", with: "sys.exit(0)").write(to: script, atomically: true, encoding: .utf8)
    let outcome = try SeriemaExecutable.run(
      ["time", "--against", "HEAD", "-t", "compared:short", "--python", python, "compared.py", "fails"],
      environment: environment, directory: work)
    #expect(outcome.status == .exited(3), "\(outcome.error)")
    #expect(
      outcome.error.contains("error: the run of HEAD ended with status 3, so no more were made"), "\(outcome.error)")
    try expectNoWorkTree(work, temporary)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func takesTheWorkTreeAwayWhenInterrupted(_ signal: Int32) throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let seriema = try SeriemaExecutable.start(
      ["time", "--against", "HEAD", "-t", "compared:short", "--python", python, "compared.py", "waits"],
      environment: environment, directory: work)
    try seriema.waitForOutput("ran\nREADY\n")
    seriema.send(signal)
    let outcome = try seriema.finish(within: 30)
    #expect(outcome.status == .signalled(signal))
    try expectNoWorkTree(work, temporary)
  }

  @Test func saysWhatCannotBeCompared() throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let cases: [(arguments: [String], directory: URL, error: String)] = [
      (["--against", "nowhere"], work, "error: there is no revision nowhere\n"),
      (["--against", "--upload-pack=x"], work, "error: "),
      (["--against", "HEAD"], folder.url, "error: there is nothing to compare with\n"),
      (["--until", "2%"], work, "error: --until needs something to compare"),
      (["--baseline", "missing.json"], work, "error: cannot read missing.json\n"),
    ]
    for (arguments, directory, error) in cases {
      let outcome = try SeriemaExecutable.run(
        ["time", "-t", "compared:short", "--python", python] + arguments + [work.path + "/compared.py"],
        environment: environment.merging(["GIT_CEILING_DIRECTORIES": folder.url.path]) { $1 }, directory: directory)
      #expect(outcome.status != .exited(0))
      #expect(outcome.error.hasPrefix(error), "\(outcome.error)")
      #expect(outcome.text == "")
    }
    try git(["rm", "--quiet", "--cached", "compared.py"], in: work)
    try git(
      ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Two"], in: work)
    let outcome = try SeriemaExecutable.run(
      ["time", "-t", "compared:short", "--python", python, "--against", "HEAD", "compared.py"],
      environment: environment, directory: work)
    #expect(outcome.error.hasPrefix("error: there is no script compared.py at HEAD\n"), "\(outcome.error)")
    try expectNoWorkTree(work, temporary)
  }

  /// A package that is installed so that it refers to the working copy would be compared with itself.
  @Test func noticesThatBothSidesRunTheSameCode() throws {
    let (folder, work) = try repository()
    let (temporary, environment) = try temporary(folder)
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-t", "compared:short", "--python", python, "--against", "HEAD", "--", python, "-c",
        "import sys; sys.path.insert(0, '\(work.path)'); import compared",
      ], environment: environment, directory: work)
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("error: short was not run as it is at HEAD\n"), "\(outcome.error)")
    try expectNoWorkTree(work, temporary)
  }

  @Test func repeatsNothingThatTimesNothing() throws {
    let outcome = try SeriemaExecutable.run(
      ["time", "--repeat", "50", "-t", "compared:shrt", "--python", python, PythonInstallation.program("compared.py")])
    #expect(outcome.status == .exited(1))
    #expect(outcome.text == "ran\n")
    #expect(outcome.error.contains("near names that did: "), "\(outcome.error)")
    #expect(outcome.error.hasSuffix("error: no more runs were made\n  why: no target ran in the first one\n"))
    let missing = try SeriemaExecutable.run(
      ["time", "--repeat", "50", "-t", "compared:short", "--python", python, "-m", "no_such_module"])
    #expect(missing.status == .exited(1))
    #expect(missing.error.contains("error: there is no module no_such_module\n"), "\(missing.error)")
  }

  @Test func comparesWithNothingWhereTheFirstTargetNeverRan() throws {
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-x", "--repeat", "3", "--fail-above", "5%", "-t", "compared:none", "-t", "compared:short", "-t",
        "compared:long", "--python", python, PythonInstallation.program("compared.py"),
      ])
    #expect(outcome.status == .exited(4), "\(outcome.error)")
    #expect(!outcome.error.contains("in the same runs"), "\(outcome.error)")
    #expect(outcome.error.hasSuffix("not checked: slower by more than 5.0 %? nothing could be compared\n"))
  }

  @Test(arguments: PythonInstallation.required)
  func repeatsRuns(_ python: PythonInstallation) throws {
    let outcome = try SeriemaExecutable.run(
      [
        "time", "-x", "--repeat", "6", "-t", "compared:short", "-t", "compared:long", "--python",
        python.executable.path, PythonInstallation.program("compared.py"),
      ])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.text == "ran\n")
    #expect(TimingLine.rows(of: outcome.error)["compared:long"]?.calls == 1200)
    #expect(outcome.error.contains("against compared:short, in the same runs: 6 runs"), "\(outcome.error)")
    // Called thrice as often, on its own and by the other.
    #expect(outcome.error.contains(/compared:long .* slower\n/), "\(outcome.error)")
  }

  @Test func comparesSavedFiles() throws {
    let folder = try TemporaryFolder()
    let base = folder.url.appending(path: "base.json").path
    let new = folder.url.appending(path: "new.json").path
    let program = PythonInstallation.program("compared.py")
    for (file, more) in [(base, []), (new, ["--baseline", base, "--fail-above", "5"])] {
      let outcome = try SeriemaExecutable.run(
        ["time", "-t", "compared:short", "--json", file, "--python", python] + more + [program])
      #expect(outcome.status == .exited(more.isEmpty ? 0 : 4), "\(outcome.error)")
    }
    let added = try SeriemaExecutable.run(
      ["time", "-t", "compared:short", "--json", base, "--append", "--python", python, program])
    #expect(added.status == .exited(0), "\(added.error)")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: base))) as? [String: Any])
    #expect((document["runs"] as? [Any])?.count == 2)
    let other = try SeriemaExecutable.run(
      ["time", "-t", "compared:long", "--json", base, "--append", "--python", python, program])
    #expect(other.status == .exited(1))
    #expect(other.error.contains("error: cannot add to \(base)\n"), "\(other.error)")
    let outcome = try SeriemaExecutable.run(["compare", base, new])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error == "")
    #expect(outcome.text.contains("\(new) against \(base), a saved baseline"))
    #expect(outcome.text.contains(/compared:short .* no verdict\n/), "\(outcome.text)")
    let gate = try SeriemaExecutable.run(["compare", "--fail-above", "5%", "--json", "-", base, new, base])
    #expect(gate.status == .exited(4))
    #expect(gate.error == "not checked: slower by more than 5.0 %? no verdict on compared:short, compared:short\n")
    let answer = try #require(JSONSerialization.jsonObject(with: Data(gate.text.utf8)) as? [String: Any])
    #expect((answer["comparisons"] as? [Any])?.count == 2)
    let wrong = try SeriemaExecutable.run(["compare", base, program])
    #expect(wrong.status == .exited(1))
    #expect(wrong.error.hasPrefix("error: \(program) holds no timings\n  why: it is not JSON: byte "))
  }
}
