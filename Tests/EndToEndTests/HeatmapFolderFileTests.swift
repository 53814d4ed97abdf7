import Foundation
import SeriemaTestSupport
import Testing

/// `--heatmap-folder`, of a program with many files.
@Suite(.startsProcesses, .tags(.realPython))
struct HeatmapFolderFileTests {
  /// Compiles and runs a hundred modules of the standard library.
  private static let program = """
    import importlib, pkgutil
    for package in ["asyncio", "email", "encodings", "http", "json", "logging", "multiprocessing", "unittest", "xml.dom"]:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, package + "."):
            if module.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(module.name)
            except ImportError:
                pass
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(Self.program, to: "app.py")
  }

  private func seriema(_ arguments: [String]) throws -> ProcessOutcome {
    // Without compiled files to read, so that there is something to do.
    try SeriemaExecutable.run(
      arguments, environment: ["PYTHONPYCACHEPREFIX": folder.url.appending(path: "cache").path], directory: folder.url)
  }

  private func run(_ options: [String], _ words: [String] = ["app.py"]) throws -> ProcessOutcome {
    try seriema(["run", "--no-summary", "--python", try PythonInstallation("3.13").executable.path] + options + words)
  }

  private func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: path).path).sorted()
  }

  @Test func isUsedInABrowser() throws {
    let outcome = try run(["-r", "5khz", "--heatmap-folder", "-o", "site"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error == "wrote site/index.html\n")
    #expect(try names(in: "site") == ["files", "heatmap.css", "heatmap.js", "index.html"])
    let pages = try names(in: "site/files")
    #expect(pages.count > 30, "\(pages)")
    let script = Repository.root.appending(path: "Tests/ReportingTests/Browser/heatmap_test.py")
    let checked = try RunningProcess(
      URL(filePath: "/usr/bin/env"), ["python3", "-B", script.path, folder.url.path, "checks_heat_program"]
    ).finish(within: 300)
    print(checked.text, terminator: "")
    #expect(checked.status == .exited(0), "\(checked.text)\(checked.error)")
  }

  @Test func hasANameOfItsOwnInAFolder() throws {
    let outcome = try run(["--binary", "--heatmap-folder", "-o", "./"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let made = try #require(try names(in: ".").first { $0.hasPrefix("heatmap_") })
    let capture = try #require(try names(in: ".").first { $0.hasSuffix(".seriema") })
    #expect(try names(in: made) == ["files", "heatmap.css", "heatmap.js", "index.html"])
    // A replay writes the same, and again over it.
    for _ in 0..<2 {
      let replay = try seriema(["replay", "--no-summary", "--heatmap-folder", "-o", "again", capture])
      #expect(replay.status == .exited(0), "\(replay.error)")
    }
    let twice = try #require(try names(in: "again").first { $0.hasPrefix("heatmap_") })
    for path in ["again", "again/\(twice)"] {
      #expect(try names(in: path + "/files") == names(in: made + "/files"))
      for name in try names(in: made + "/files") {
        let page = try Data(contentsOf: folder.url.appending(path: "\(path)/files/\(name)"))
        #expect(page == (try Data(contentsOf: folder.url.appending(path: "\(made)/files/\(name)"))), "\(name)")
      }
    }
  }

  @Test func saysWhatIsInTheWay() throws {
    let piped = try run(["--heatmap-folder", "-o", "-"])
    #expect(piped.status == .exited(64))
    #expect(piped.error.hasPrefix("error: cannot write a folder to standard output\n"), "\(piped.error)")
    let file = try run(["--heatmap-folder", "-o", "app.py"])
    #expect(file.status == .exited(1))
    #expect(file.error.hasPrefix("error: cannot write app.py\n  why: Not a directory"), "\(file.error)")
    let device = try run(["--heatmap-folder", "-o", "/dev/full"])
    #expect(device.error.hasPrefix("error: cannot write /dev/full\n  why: Not a directory"), "\(device.error)")
    let deep = try run(["--heatmap-folder", "-o", "none/there"])
    #expect(deep.status == .exited(1))
    #expect(deep.error.hasPrefix("error: cannot write none/there"), "\(deep.error)")
    // What cannot be sampled leaves nothing.
    let unsampled = try seriema(["run", "--heatmap-folder", "-o", "site", "--", "true"])
    #expect(unsampled.status == .exited(1), "\(unsampled.error)")
    #expect(try names(in: ".") == ["app.py"])
  }
}
