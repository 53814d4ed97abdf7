import Foundation
import SeriemaTestSupport
import Testing

/// Programs that nobody here wrote: they print what they always print, and what is found is what they do.
@Suite(.startsProcesses, .tags(.realPython))
struct RealProgramTests {
  @Test(arguments: PythonInstallation.sampled)
  func compilesPackagesOfTheStandardLibrary(_ python: PythonInstallation) throws {
    let library = try python.run(["-c", "import os; print(os.path.dirname(os.__file__), end='')"]).text
    let packages = ["json", "asyncio", "email", "multiprocessing", "unittest", "xml"]
    let expected = try inFolder(with: packages, of: library) { folder in
      try python.run(["-m", "compileall", "-f", "copies"], directory: folder)
    }
    let run = try inFolder(with: packages, of: library) { folder in
      try SampledRun(
        "run", ["--python", python.executable.path, "-m", "compileall", "-f", "copies"], directory: folder)
    }
    #expect(run.outcome.status == .exited(0))
    #expect(run.outcome.text.split(separator: "\n").sorted() == expected.text.split(separator: "\n").sorted())
    // The compiler is C code below `source_to_code`.
    #expect(run.stacks.share { $0.functions.contains { $0.hasSuffix("source_to_code") } } > 0.4)
    #expect(run.stacks.share { $0.functions.contains("compile_dir") } > 0.5)

    guard python.isTimed else { return }
    let timed = try inFolder(with: packages, of: library) { folder in
      try SeriemaExecutable.run(
        [
          "time", "-t", "compileall:compile_dir", "-t", "py_compile:compile", "--python", python.executable.path, "-m",
          "compileall", "-f", "copies",
        ], directory: folder)
    }
    let files = expected.text.matches(of: /Compiling '/).count
    let rows = TimingLine.rows(of: timed.error)
    #expect(rows["compileall:compile_dir"]?.calls == 1, "\(timed.error)")
    #expect(rows["py_compile:compile"]?.calls == files)
  }

  @Test(arguments: PythonInstallation.sampled)
  func watchesAWebServerWhileItIsAsked(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("hello", to: "index.html")
    let server = try RunningProcess(
      python.executable, ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"], directory: folder.url)
    try server.waitForOutput("Serving HTTP on")
    let port = try #require(server.outputSoFar.firstMatch(of: /port (\d+)/)).1
    try withProgram("asking.py", [String(port)], on: python) { _ in
      let run = try SampledRun("attach", ["-d", "1", "\(server.id)"])
      #expect(run.outcome.status == .exited(0))
      let serving = run.stacks.share { $0.functions.contains { $0.hasSuffix("serve_forever") } }
      #expect(serving > 0.3, "\(run.outcome.error)")
      #expect(run.stacks.samples { $0.functions.contains { $0.hasSuffix("do_GET") } } > 0, "\(run.outcome.error)")
      let ledger = try run.ledger
      #expect(ledger.failed * 20 <= ledger.taken, "\(run.outcome.error)")
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func rendersTemplatesWithJinja(_ python: PythonInstallation) throws {
    let changes = ["PYTHONPATH": Repository.pythonPackages.path]
    let command = [PythonInstallation.program("rendering.py"), "100"]
    let alone = try python.run(command, environment: changes)
    try #require(alone.status == .exited(0), "\(alone.error)")
    let run = try SampledRun("run", ["--python", python.executable.path] + command, environment: changes)
    #expect(run.outcome.status == .exited(0))
    #expect(run.outcome.output == alone.output)
    #expect(run.stacks.share { $0.functions.contains { $0.hasSuffix("render") } } > 0.3, "\(run.outcome.error)")
    guard python.isTimed else { return }
    let timed = try SeriemaExecutable.run(
      ["time", "-t", "jinja2.environment:Template.render", "--python", python.executable.path] + command,
      environment: changes)
    #expect(timed.output == alone.output)
    #expect(TimingLine.rows(of: timed.error)["jinja2.environment:Template.render"]?.calls == 100, "\(timed.error)")
  }

  /// A copy of some packages in a new folder that goes away afterwards.
  private func inFolder<Result>(
    with packages: [String], of library: String, _ body: (URL) throws -> Result
  ) throws -> Result {
    let folder = try TemporaryFolder()
    // Not in the folder itself: there the program would import them instead of its own.
    let copies = folder.url.appending(path: "copies")
    try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: false)
    for package in packages {
      try FileManager.default.copyItem(
        at: URL(filePath: library).appending(path: package), to: copies.appending(path: package))
    }
    return try body(folder.url)
  }
}
