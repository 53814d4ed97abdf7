import Foundation
import SeriemaTestSupport
import Testing

/// `seriema diff` of what runs left: recordings, and timings with them.
@Suite(.startsProcesses, .tags(.realPython))
struct DiffTests {
  private static let program = """
    import sys
    def work(n): return sum(i * i for i in range(n))
    for _ in range(300): work(int(sys.argv[1]))
    """

  @Test func showsRecordingsAndTimingsInOneReport() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write(Self.program, to: "app.py").path
    let python = try PythonInstallation("3.13").executable.path
    func seriema(_ arguments: [String]) throws -> ProcessOutcome {
      try SeriemaExecutable.run(arguments, directory: folder.url)
    }
    for (name, size) in [("base", "1000"), ("new", "2000")] {
      let recorded = try seriema(["run", "--binary", "-o", "\(name).seriema", "--python", python, script, size])
      #expect(recorded.status == .exited(0), "\(recorded.error)")
      let timed = try seriema(["time", "-t", "app:work", "--json", "\(name).json", "--python", python, script, size])
      #expect(timed.status == .exited(0), "\(timed.error)")
    }
    let files = ["base.seriema", "base.json", "new.seriema", "new.json"]
    let outcome = try seriema(["diff"] + files + ["--json", "out.json", "--markdown", "out.md"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.text.contains("base.seriema (Python 3.13"), "\(outcome.text)")
    #expect(outcome.text.contains("\nnew.json against base.json, a saved baseline\n"), "\(outcome.text)")
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: folder.url.appending(path: "out.json"))) as? [String: Any])
    #expect(document["format"] as? String == "seriema-difference")
    let functions = try #require(document["functions"] as? [[String: Any]])
    #expect(functions.contains { ($0["function"] as? String)?.hasPrefix("work") == true })
    #expect((document["comparisons"] as? [Any])?.count == 1)
    let markdown = try String(contentsOf: folder.url.appending(path: "out.md"), encoding: .utf8)
    #expect(markdown.hasPrefix("**base.seriema"))
    #expect(markdown.contains("**new.json against base.json, a saved baseline**"))

    // The page has the same comparison beside what changed.
    let page = try seriema(["diff", "--flamegraph", "-o", "out.html"] + files)
    #expect(page.error == outcome.text + "wrote out.html\n")
    let html = try String(contentsOf: folder.url.appending(path: "out.html"), encoding: .utf8)
    let start = try #require(html.range(of: "id=\"profile-data\">")).upperBound
    let end = try #require(html[start...].range(of: "</script>")).lowerBound
    let data = try #require(Data(base64Encoded: String(html[start..<end])))
    #expect(String(decoding: data, as: UTF8.self).contains("new.json against base.json, a saved baseline"))

    // Timings alone are as for compare.
    let timings = try seriema(["diff", "base.json", "new.json"])
    #expect(timings.text == (try seriema(["compare", "base.json", "new.json"])).text)
    let recordings = try seriema(["diff", "base.seriema", "new.seriema", "--json", "-"])
    #expect(recordings.text.hasPrefix("{\n  \"format\": \"seriema-difference\""), "\(recordings.text)")
    #expect(!recordings.text.contains("comparisons"))
    for mixed in [["base.seriema", "new.json"], ["base.seriema", "new.seriema", "new.json"]] {
      let refused = try seriema(["diff"] + mixed)
      #expect(refused.status == .exited(64))
      #expect(refused.error.hasPrefix("error: there are not two of a kind to compare\n"), "\(refused.error)")
    }
    let missing = try seriema(["diff", "base.seriema", "new.seriema", "base.json", "nowhere.json"])
    #expect(missing.status == .exited(1))
    #expect(missing.error.contains("nowhere.json\n  why: No such file"), "\(missing.error)")
  }
}
