import Foundation
import SeriemaTestSupport
import Testing

/// Cases 30 and 31 of the acceptance list: a program cannot tell that it was started by Seriema.
@Suite(.startsProcesses, .tags(.realPython))
struct LaunchTests {
  private let input = Data("an answer\nand the rest\nof it".utf8)

  /// A Python, and `seriema` with the options that a subcommand needs that launches it.
  private static let launches: [(PythonInstallation, [String])] =
    PythonInstallation.sampled.map { ($0, ["run"]) }
    + PythonInstallation.required.map { ($0, ["time", "-t", "no_such_module:function"]) }

  @Test(arguments: launches)
  func looksToAScriptAsIfItRanAlone(_ python: PythonInstallation, _ launcher: [String]) throws {
    try expectSame(launcher, python, [PythonInstallation.program("describing.py"), "one", "--two", "-m", "--", "3"])
  }

  @Test(arguments: launches)
  func looksToAModuleAsIfItRanAlone(_ python: PythonInstallation, _ launcher: [String]) throws {
    try expectSame(launcher, python, ["-m", "describing", "one", "-d", "2"], directory: Repository.programs)
  }

  @Test(arguments: launches)
  func looksToALinkedScriptAsIfItRanAlone(_ python: PythonInstallation, _ launcher: [String]) throws {
    let folder = try TemporaryFolder()
    let real = folder.url.appending(path: "real")
    try FileManager.default.createDirectory(at: real, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Repository.programs.appending(path: "describing.py"), to: real.appending(path: "describing.py"))
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "folder"), withDestinationURL: real)
    try expectSame(launcher, python, ["folder/describing.py"], directory: folder.url)
  }

  @Test(arguments: launches)
  func runsFromAVirtualEnvironment(_ python: PythonInstallation, _ launcher: [String]) throws {
    let folder = try TemporaryFolder()
    let made = try python.run(["-m", "venv", "--without-pip", folder.url.path])
    try #require(made.status == .exited(0), "\(made.error)")
    let script = PythonInstallation.program("describing.py")
    let changes = ["VIRTUAL_ENV": folder.url.path]
    let alone = try RunningProcess(
      folder.url.appending(path: "bin/python"), [script], environment: changes, input: input
    ).finish()
    let launched = try SeriemaExecutable.run(launcher + [script], environment: changes, input: input)
    #expect(launched.text == alone.text)
  }

  @Test(arguments: PythonInstallation.sampled)
  func seesTheFirstImportOfAShortScript(_ python: PythonInstallation) throws {
    let script = PythonInstallation.program("short_script.py")
    let isSeen = try succeeds {
      let run = try SampledRun("run", ["--python", python.executable.path, script])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      let imported = run.stacks.samples { stack in
        stack.frames.contains { $0.hasPrefix("<module> (") && $0.contains("slow_import.py:") }
      }
      // It takes 10 ms at 1 kHz.
      return imported >= 4
    }
    #expect(isSeen)
  }

  private func expectSame(
    _ launcher: [String], _ python: PythonInstallation, _ arguments: [String], directory: URL? = nil
  ) throws {
    let alone = try python.run(arguments, input: input, directory: directory)
    let launched = try SeriemaExecutable.run(
      launcher + ["--python", python.executable.path] + arguments, input: input, directory: directory)
    try #require(alone.status == .exited(0), "\(alone.error)")
    #expect(launched.status == alone.status, "\(launched.error)")
    let differences = zip(launched.lines, alone.lines).filter { $0 != $1 }
    #expect(differences.isEmpty)
    #expect(launched.output == alone.output)
  }
}

extension ProcessOutcome {
  /// Standard output line by line, bytes that are no text included.
  fileprivate var lines: [String] {
    text.split(separator: "\n").map(String.init)
  }
}
