import Foundation
import SeriemaTestSupport
import Testing

/// `--html` of `time` and `compare`: what stands in the page is for the browser's tests to see.
@Suite(.startsProcesses, .tags(.realPython))
struct TimingPageFileTests {
  @Test func writesAPage() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("def work(n): return sum(range(n))\n", to: "app.py")
    let python = try PythonInstallation("3.13").executable.path
    func seriema(_ arguments: [String]) throws -> ProcessOutcome {
      try SeriemaExecutable.run(arguments, directory: folder.url)
    }
    func page(_ name: String) throws -> String {
      try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }
    let calls = ["time", "-t", "app:work", "--calls", "50", "--arguments", "99", "--python", python]
    let timed = try seriema(calls + ["--html", "-o", "page.html", "--json", "base.json"])
    #expect(timed.status == .exited(0), "\(timed.error)")
    #expect(timed.error.contains("\nwrote page.html\n"), "\(timed.error)")
    let first = try page("page.html")
    #expect(first.hasPrefix("<!doctype html>\n") && first.hasSuffix("</html>\n"))

    let unnamed = try seriema(calls + ["--html", "--baseline", "base.json"])
    let name = try #require(unnamed.error.firstMatch(of: /wrote (timings_\d+\.html)\n/)?.1, "\(unnamed.error)")
    // Both documents are in it.
    #expect(try page(String(name)).count > first.count + 1000)

    let compared = try seriema(["compare", "base.json", "base.json", "--html", "-o", "-"])
    #expect(compared.status == .exited(0), "\(compared.error)")
    #expect(compared.text.hasPrefix("<!doctype html>\n") && compared.text.hasSuffix("</html>\n"))

    let refused = try seriema(calls + ["-o", "page.html"])
    #expect(refused.status == .exited(64))
    #expect(refused.error.hasPrefix("error: -o is for --html"), "\(refused.error)")
    let unwritable = try seriema(calls + ["--html", "-o", "nowhere/page.html"])
    #expect(unwritable.status == .exited(1))
    #expect(unwritable.error.hasPrefix("error: cannot write nowhere/page.html\n"), "\(unwritable.error)")
  }

  /// A script in the place of a browser notes what it is to open; it fails, which is no failure of ours.
  @Test func opensThePage() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("def work(n): return sum(range(n))\n", to: "app.py")
    let browser = try folder.write("#!/bin/sh\necho \"$1\" >>notes\nexit 3\n", to: "browser")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: browser.path)
    func seriema(_ arguments: [String]) throws -> ProcessOutcome {
      try SeriemaExecutable.run(arguments, environment: ["BROWSER": browser.path], directory: folder.url)
    }
    let time = [
      "time", "-t", "app:work", "--calls", "50", "--arguments", "99",
      "--python", try PythonInstallation("3.13").executable.path,
    ]
    let timed = try seriema(time + ["--html", "--browser", "-o", "page.html", "--json", "base.json"])
    #expect(timed.status == .exited(0), "\(timed.error)")
    #expect(timed.error.contains("wrote page.html\nwarning: page.html was not opened\n"), "\(timed.error)")
    let compared = try seriema(["compare", "base.json", "base.json", "--html", "--browser", "-o", "other.html"])
    #expect(compared.status == .exited(0), "\(compared.error)")
    let notes = try String(contentsOf: folder.url.appending(path: "notes"), encoding: .utf8)
    #expect(
      notes.split(separator: "\n").map { $0.split(separator: "/").last } == ["page.html", "other.html"], "\(notes)")
    #expect(notes.allSatisfy { !$0.isWhitespace || $0.isNewline } && notes.hasPrefix("file:///"), "\(notes)")

    for options in [["--browser"], ["--html", "--browser", "-o", "-"]] {
      let refused = try seriema(time + options)
      #expect(refused.status == .exited(64))
      #expect(refused.error.hasPrefix("error: --browser opens "), "\(refused.error)")
    }
  }
}
