import Foundation
import SeriemaTestSupport
import Testing

/// `--browser`, with a script in the place of a browser.
@Suite(.startsProcesses) struct BrowserTests {
  private let folder: TemporaryFolder
  private let capture: String
  private let page: String
  /// What the script writes.
  private let notes: URL

  init() throws {
    folder = try TemporaryFolder()
    capture = folder.url.appending(path: "base.seriema").path
    page = folder.url.appending(path: "a page.html").path
    notes = folder.url.appending(path: "notes")
    let outcome = try SeriemaExecutable.run([
      "run", "--binary", "--no-summary", "-o", capture, "--python", try PythonInstallation("3.13").executable.path,
      PythonInstallation.program("executing.py"),
    ])
    try #require(outcome.status == .exited(0), "\(outcome.error)")
  }

  /// A browser that notes its arguments, a line for each, and then does as `end` says.
  private func browser(_ name: String = "browser", end: String = "exit 0") throws -> String {
    let script = try folder.write(
      "#!/bin/sh\nfor word; do echo \"$word\"; done >>'\(notes.path).new'\nmv '\(notes.path).new' '\(notes.path)'\n\(end)\n",
      to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    return script.path
  }

  private func replay(_ browser: String?, options: [String] = ["--flamegraph"], to output: String? = nil) throws
    -> ProcessOutcome
  {
    try SeriemaExecutable.run(
      ["replay", "--browser", "--no-summary", "-o", output ?? page] + options + [capture],
      environment: ["BROWSER": browser, "DISPLAY": nil, "WAYLAND_DISPLAY": nil])
  }

  private var noted: String { (try? String(contentsOf: notes, encoding: .utf8)) ?? "" }

  private var address: String { "file://" + page.replacingOccurrences(of: " ", with: "%20") }

  @Test func opensThePage() throws {
    let outcome = try replay(try browser())
    #expect(outcome.status == .exited(0))
    #expect(outcome.error == "wrote \(page)\n")
    #expect(noted == address + "\n")
    try FileManager.default.removeItem(at: notes)
    let diff = try SeriemaExecutable.run(
      ["diff", "--flamegraph", "--browser", "--no-summary", "-o", page, capture, capture],
      environment: ["BROWSER": try browser()])
    #expect(diff.status == .exited(0))
    #expect(diff.error == "wrote \(page)\n")
    #expect(noted == address + "\n")
  }

  /// As in Python's `webbrowser`: `%s` is the address, and of several the first that works is taken.
  @Test func takesTheWordsOfTheVariable() throws {
    let script = try browser()
    _ = try replay("\(script) --new %s --end")
    #expect(noted == "--new\n\(address)\n--end\n")
    let failing = try browser("failing", end: "exit 3")
    try FileManager.default.removeItem(at: notes)
    let outcome = try replay("no-such-browser:\(failing):\(script) second &")
    #expect(outcome.status == .exited(0))
    #expect(outcome.error == "wrote \(page)\n")
    #expect(noted == "second\n\(address)\n")
  }

  /// It shows the page for as long as it likes, and no key of our terminal ends it.
  @Test func leavesTheBrowserOpen() throws {
    let script = try browser(end: "echo $$ >'\(folder.url.path)/pid'; exec sleep 60")
    let outcome = try replay(script)
    #expect(outcome.status == .exited(0))
    #expect(outcome.error == "wrote \(page)\n")
    let text = try String(contentsOf: folder.url.appending(path: "pid"), encoding: .utf8)
    let process = try #require(pid_t(text.trimmingCharacters(in: .newlines)))
    defer { kill(process, SIGKILL) }
    #expect(kill(process, 0) == 0)
    #expect(getsid(process) == process)
  }

  @Test func saysWhyNothingWasOpened() throws {
    let missing = try replay(nil)
    #expect(missing.status == .exited(0))
    #expect(missing.error.contains("there is no desktop"), "\(missing.error)")
    let failing = try replay(try browser(end: "exit 3"))
    #expect(failing.status == .exited(0))
    #expect(failing.error.contains("it ended with status 3"), "\(failing.error)")
    #expect(try replay("no-such-browser").error.contains("there is no no-such-browser"))
    try FileManager.default.removeItem(at: notes)
    for (options, output) in [(["--collapsed"], page), (["--flamegraph"], "-"), ([], page)] {
      let outcome = try replay(try browser(), options: options, to: output)
      #expect(outcome.status == .exited(0))
      #expect(outcome.error.contains("--browser opens nothing"), "\(outcome.error)")
    }
    #expect(noted.isEmpty)
  }

  /// Whatever becomes of the browser, the status is the program's.
  @Test func neverFailsTheRun() throws {
    let program = try folder.write("import time\ntime.sleep(0.3)\nraise SystemExit(7)\n", to: "app.py").path
    let reports = try TemporaryFolder()
    let outcome = try SeriemaExecutable.run(
      [
        "run", "--flamegraph", "--diff-flamegraph", capture, "--browser", "-o", reports.url.path, "--python",
        try PythonInstallation("3.13").executable.path, program,
      ], environment: ["BROWSER": try browser(end: "exit 1")])
    #expect(outcome.status == .exited(7), "\(outcome.error)")
    #expect(outcome.error.ranges(of: "was not opened").count == 2, "\(outcome.error)")
  }
}
