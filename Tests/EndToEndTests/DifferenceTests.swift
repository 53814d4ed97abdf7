import Foundation
import SeriemaTestSupport
import Testing

/// Two recordings beside each other, on the command line.
@Suite(.startsProcesses) struct DifferenceTests {
  private static let python = PythonInstallation("3.13")

  private static func run(_ options: [String], _ program: String? = nil) throws -> ProcessOutcome {
    try SeriemaExecutable.run(
      ["run", "--python", try python.executable.path] + options
        + [program ?? PythonInstallation.program("executing.py")])
  }

  private static func record(_ name: String, in folder: TemporaryFolder) throws -> String {
    let path = folder.url.appending(path: name).path
    let outcome = try run(["--binary", "--no-summary", "-o", path])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    return path
  }

  private static func isPage(_ path: String, of titles: [String]) throws -> Bool {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // The titles are in base64, with all else that the page knows.
    let start = try #require(text.range(of: "id=\"profile-data\">")).upperBound
    let end = try #require(text[start...].range(of: "</script>")).lowerBound
    let data = try #require(Data(base64Encoded: String(text[start..<end])))
    let told = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("<!doctype html>") && titles.allSatisfy { told.contains("Title\": \"\($0)\"") }
  }

  @Test func writesThePage() throws {
    let folder = try TemporaryFolder()
    let (base, new) = (try Self.record("base.seriema", in: folder), try Self.record("new.seriema", in: folder))
    let table = try SeriemaExecutable.run(["diff", base, new])
    #expect(table.status == .exited(0), "\(table.error)")
    let page = folder.url.appending(path: "page.html").path
    let outcome = try SeriemaExecutable.run(["diff", "--flamegraph", "-o", page, base, new])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(try Self.isPage(page, of: [base, new]))
    #expect(outcome.text.isEmpty)
    #expect(outcome.error == table.text + "wrote \(page)\n")
    let streamed = try SeriemaExecutable.run(["diff", "--flamegraph", "--no-summary", "-o", "-", base, new])
    #expect(streamed.output == (try Data(contentsOf: URL(filePath: page))))
    #expect(streamed.error.isEmpty)
    let text = folder.url.appending(path: "table.txt").path
    #expect(try SeriemaExecutable.run(["diff", "-o", text, base, new]).status == .exited(0))
    #expect(try String(contentsOfFile: text, encoding: .utf8) == table.text)

    let replayed = folder.url.appending(path: "replayed.html").path
    let replay = try SeriemaExecutable.run(["replay", "--diff-flamegraph", base, "-o", replayed, new])
    #expect(replay.status == .exited(0), "\(replay.error)")
    #expect(try Self.isPage(replayed, of: [base]))
  }

  @Test func comparesWhatItRuns() throws {
    let folder = try TemporaryFolder()
    let base = try Self.record("base.seriema", in: folder)
    let reports = try TemporaryFolder()
    let outcome = try Self.run(["--diff-flamegraph", base, "--collapsed", "-o", reports.url.path])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let names = try FileManager.default.contentsOfDirectory(atPath: reports.url.path)
    let page = try #require(names.first { $0.hasPrefix("diff-flamegraph_") && $0.hasSuffix(".html") }, "\(names)")
    #expect(names.count == 2)
    #expect(try Self.isPage(reports.url.appending(path: page).path, of: [base]))
  }

  /// A mistake costs nothing: the program does not start, and no file is lost.
  @Test func refusesBeforeTheProgramStarts() throws {
    let folder = try TemporaryFolder()
    let programs = try TemporaryFolder()
    let program = try programs.write("print('started')", to: "app.py").path
    let none = folder.url.appending(path: "none.seriema").path
    let missing = try Self.run(["--diff-flamegraph", none, "-o", folder.url.path], program)
    #expect(missing.status == .exited(1))
    #expect(missing.error.contains("cannot read \(none)"), "\(missing.error)")
    #expect(missing.text.isEmpty)
    let base = try Self.record("base.seriema", in: folder)
    let bytes = try Data(contentsOf: URL(filePath: base))
    for words in [
      ["diff", "--flamegraph", "-o", base, base, base], ["replay", "--diff-flamegraph", base, "-o", base, base],
    ] {
      let outcome = try SeriemaExecutable.run(words)
      #expect(outcome.status == .exited(64), "\(outcome.error)")
    }
    let mixed = try Self.run(["--mode", "cpu", "--diff-flamegraph", base, "-o", folder.url.path], program)
    #expect(mixed.status == .exited(1))
    #expect(mixed.text.isEmpty)
    #expect(mixed.error.contains("do not go together"), "\(mixed.error)")
    #expect(try Data(contentsOf: URL(filePath: base)) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["base.seriema"])
  }
}
