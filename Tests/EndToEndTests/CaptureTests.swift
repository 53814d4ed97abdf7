import Foundation
import SeriemaTestSupport
import Testing

@Suite(.startsProcesses) struct CaptureTests {
  /// Runs a program with reports into a folder.
  private func record(
    _ folder: TemporaryFolder, _ options: [String], _ program: String, on python: PythonInstallation,
    arguments: [String] = []
  ) throws -> ProcessOutcome {
    try SeriemaExecutable.run(
      ["run", "-o", folder.url.path, "--python", try python.executable.path] + options
        + [PythonInstallation.program(program)] + arguments, directory: Repository.programs)
  }

  private func file(in folder: TemporaryFolder, ending: String, containing part: String = "_") throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let name = try #require(names.first { $0.hasSuffix(ending) && $0.contains(part) }, "\(names)")
    return folder.url.appending(path: name)
  }

  /// Whether names of opcodes are in the data of a page, in which the source is compressed.
  private static func tellsOpcodes(_ page: String) throws -> Bool {
    let start = try #require(page.range(of: "id=\"source-data\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    return try #require(Data(base64Encoded: String(page[start..<end]))).range(of: Data("COMPARE_OP".utf8)) != nil
  }

  private func replay(_ arguments: [String]) throws -> ProcessOutcome {
    try SeriemaExecutable.run(["replay"] + arguments, directory: Repository.programs)
  }

  @Test(arguments: PythonInstallation.everySecond)
  func replaysWhatTheRunReported(_ python: PythonInstallation) throws {
    for options in [[], ["--mode", "cpu"], ["--subprocesses"], ["--compression", "none"]] {
      let folder = try TemporaryFolder()
      let outcome = try record(folder, options + ["--binary", "--collapsed", "-l", "0"], "executing.py", on: python)
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      let stacks = try Data(contentsOf: file(in: folder, ending: ".txt"))
      let capture = try file(in: folder, ending: ".seriema").path
      #expect(try replay(["--collapsed", "-o", "-", capture]).output == stacks)
      // The same table, with the program's words for its title, and beside it the files that were written.
      let table = try replay(["-l", "0", capture]).text.split(separator: "\n").dropFirst()
      #expect(!table.isEmpty)
      let reported = outcome.error.split(separator: "\n").filter { !$0.hasPrefix("wrote ") }.dropFirst()
      #expect(Array(table) == Array(reported))
    }
  }

  /// All at once, and each is the one that a replay of the capture gives.
  @Test(arguments: [[], ["--opcodes"]])
  func writesEveryFormOfOneRun(options: [String]) throws {
    let folder = try TemporaryFolder()
    let forms = [
      "flamegraph", "heatmap", "collapsed", "pstats", "gecko", "speedscope", "chrometrace", "pprof", "svg", "jsonl",
    ]
    let outcome = try record(
      folder, options + ["--binary", "--no-summary"] + forms.map { "--\($0)" }, "executing.py",
      on: PythonInstallation("3.13"))
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    #expect(outcome.error.split(separator: "\n").allSatisfy { $0.hasPrefix("wrote ") }, "\(outcome.error)")
    let capture = try file(in: folder, ending: ".seriema")
    let others = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0 != capture.lastPathComponent }
    #expect(others.count == forms.count)
    let heatmap = try String(contentsOf: file(in: folder, ending: ".html", containing: "heatmap"), encoding: .utf8)
    #expect(try Self.tellsOpcodes(heatmap) == options.contains("--opcodes"))
    let again = try TemporaryFolder()
    let replayed = try replay(["-o", again.url.path] + forms.map { "--\($0)" } + [capture.path])
    #expect(replayed.status == .exited(0), "\(replayed.error)")
    for name in try FileManager.default.contentsOfDirectory(atPath: again.url.path) {
      let form = name.split { "_.".contains($0) }.filter { Int($0) == nil }
      let twin = try #require(others.first { $0.split { "_.".contains($0) }.filter { Int($0) == nil } == form })
      let bytes = try Data(contentsOf: again.url.appending(path: name))
      // A busy machine leaves a single stack, of 85 bytes.
      #expect(bytes.count > 50, "\(name)")
      #expect(try Data(contentsOf: folder.url.appending(path: twin)) == bytes, "\(name)")
    }
  }

  /// A capture keeps instructions, alone and merged, and what does not tell them is as if there were none.
  @Test(arguments: PythonInstallation.everySecond)
  func keepsInstructions(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let outcome = try record(folder, ["--opcodes", "--binary", "--collapsed"], "executing.py", on: python)
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let capture = try file(in: folder, ending: ".seriema")
    #expect(try Data(contentsOf: capture)[8] == 4)
    let stacks = try String(contentsOf: file(in: folder, ending: ".txt"), encoding: .utf8).split(separator: "\n")
    let names = stacks.compactMap { line in line.lastIndex(of: " ").map { line[..<$0] } }
    #expect(!names.isEmpty && Set(names).count == names.count)
    let both = folder.url.appending(path: "both.seriema")
    #expect(try replay(["--binary", "-o", both.path, capture.path, capture.path]).status == .exited(0))
    #expect(try Data(contentsOf: both)[8] == 4)
    let doubled = try CollapsedStacks(replay(["--collapsed", "-o", "-", both.path]).text)
    let single = try CollapsedStacks(stacks.joined(separator: "\n"))
    #expect(
      Dictionary(uniqueKeysWithValues: doubled.stacks.map { ($0.frames, $0.samples) })
        == Dictionary(uniqueKeysWithValues: single.stacks.map { ($0.frames, 2 * $0.samples) }))
    // What was not asked for is not written.
    let other = try TemporaryFolder()
    #expect(try record(other, ["--binary"], "executing.py", on: python).status == .exited(0))
    #expect(try Data(contentsOf: file(in: other, ending: ".seriema"))[8] == 2)
  }

  /// Beside a heatmap a capture has the columns that it shows, and shows them again.
  @Test func keepsColumnsBesideAHeatmap() throws {
    let folder = try TemporaryFolder()
    let outcome = try record(folder, ["--heatmap", "--binary"], "executing.py", on: PythonInstallation("3.13"))
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let capture = try file(in: folder, ending: ".seriema")
    #expect(try Data(contentsOf: capture)[8] == 4)
    let lines = folder.url.appending(path: "lines.seriema")
    #expect(try replay(["--binary", "-o", lines.path, capture.path]).status == .exited(0))
    #expect(try Data(contentsOf: lines)[8] == 4)
  }

  /// What cannot be sampled leaves no empty files.
  @Test func leavesNoFilesOfWhatWasNeverSampled() throws {
    let folder = try TemporaryFolder()
    let outcome = try SeriemaExecutable.run(["run", "-o", folder.url.path, "--gecko", "--svg", "--", "true"])
    #expect(outcome.status == .exited(1), "\(outcome.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// Two that are read as one have the samples of both, in any order, and so has what is written of them.
  @Test func mergesCaptures() throws {
    let python = PythonInstallation("3.13")
    let folder = try TemporaryFolder()
    var captures: [String] = []
    var total = 0
    for name in ["a", "b", "c"] {
      let path = folder.url.appending(path: "\(name).seriema").path
      let outcome = try SeriemaExecutable.run(
        [
          "run", "--binary", "-o", path, "--python", try python.executable.path,
          PythonInstallation.program("executing.py"),
        ])
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      captures.append(path)
      total += try samples(of: [path])
    }
    #expect(total > 300)
    #expect(try samples(of: captures) == total)
    let (one, two) = (folder.url.appending(path: "1").path, folder.url.appending(path: "2").path)
    #expect(try replay(["--binary", "-o", one, captures[0], captures[1]]).status == .exited(0))
    #expect(try replay(["--binary", "-o", two, captures[1], captures[2]]).status == .exited(0))
    let left = try replay(["--collapsed", "-o", "-", one, captures[2]]).output
    #expect(try replay(["--collapsed", "-o", "-", captures[0], two]).output == left)
    #expect(try replay(["--collapsed", "-o", "-", two, captures[0]]).output == left)
  }

  private func samples(of captures: [String]) throws -> Int {
    let outcome = try replay(["--collapsed", "-o", "-"] + captures)
    return outcome.text.split(separator: "\n").reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
  }

  /// Whatever kills the profiler: the program runs on, and the capture holds all but its last second.
  @Test func keepsWhatWasRecordedWhenKilled() throws {
    let folder = try TemporaryFolder()
    let capture = folder.url.appending(path: "killed.seriema").path
    try withProgram("busy.py", on: PythonInstallation("3.13")) { program in
      let recorder = try SeriemaExecutable.start(["attach", "--binary", "-o", capture, "\(program.id)"])
      // The first block comes after a second, the second after two.
      for _ in 0..<600 where size(of: capture) < 400 { Thread.sleep(forTimeInterval: 0.05) }
      let first = size(of: capture)
      for _ in 0..<600 where size(of: capture) == first { Thread.sleep(forTimeInterval: 0.05) }
      recorder.send(SIGKILL)
      #expect(try recorder.finish().status == .signalled(SIGKILL))
      let stat = try String(contentsOfFile: "/proc/\(program.id)/stat", encoding: .utf8)
      #expect(stat.contains(") R ") || stat.contains(") S "), "\(stat)")
      let outcome = try replay([capture])
      #expect(outcome.status == .exited(0))
      #expect(outcome.error.contains("breaks off at byte"), "\(outcome.error)")
      #expect(outcome.text.contains("busy.py"), "\(outcome.text)")
    }
  }

  private func size(of path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  @Test func saysThatTheDiskIsFull() throws {
    let outcome = try SeriemaExecutable.run(
      [
        "run", "--binary", "-o", "/dev/full", "--python", try PythonInstallation("3.13").executable.path,
        PythonInstallation.program("executing.py"),
      ])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("error: cannot write /dev/full"), "\(outcome.error)")
    #expect(outcome.error.contains("spin"), "the table is there all the same: \(outcome.error)")
  }

  @Test func refusesFilesThatAreNoCaptures() throws {
    let folder = try TemporaryFolder()
    let text = folder.url.appending(path: "notes.txt")
    try Data("not a capture".utf8).write(to: text)
    let outcome = try replay([text.path])
    #expect(outcome.status == .exited(1))
    #expect(outcome.error.contains("is no capture"))
    #expect(try replay([folder.url.appending(path: "none").path]).error.contains("No such file"))
    #expect(try replay([folder.url.path]).status == .exited(1))
    let usage = try replay([])
    #expect(usage.status == .exited(64))
    #expect(usage.error.contains("try: seriema replay --help"), "\(usage.error)")
  }

  /// A table without a sample would look like a program that did nothing.
  @Test func refusesWhatBreaksOffBeforeTheFirstSample() throws {
    let folder = try TemporaryFolder()
    _ = try record(folder, ["--binary"], "executing.py", on: PythonInstallation("3.13"))
    let bytes = try Data(contentsOf: file(in: folder, ending: ".seriema"))
    let cut = folder.url.appending(path: "cut")
    try bytes.prefix(bytes.count / 2).write(to: cut)
    // One block only: the program worked for less than a second.
    let outcome = try replay([cut.path])
    #expect(outcome.status == .exited(1), "\(outcome.text)")
    #expect(outcome.text.isEmpty)
    #expect(outcome.error.contains("before the first sample"), "\(outcome.error)")
  }

  @Test func neverReplacesWhatItReads() throws {
    let folder = try TemporaryFolder()
    _ = try record(folder, ["--binary"], "executing.py", on: PythonInstallation("3.13"))
    let capture = try file(in: folder, ending: ".seriema")
    let bytes = try Data(contentsOf: capture)
    let outcome = try replay(["--binary", "-o", capture.path, capture.path])
    #expect(outcome.status == .exited(64), "\(outcome.error)")
    #expect(try Data(contentsOf: capture) == bytes)
  }

  /// Recorded by Python's own sampler, and read by it and by us: the same stacks in the same number of samples.
  @Test(arguments: [[], ["--compression", "none"], ["-r", "20khz"]])
  func readsRecordingsOfPythonsOwnSampler(_ options: [String]) throws {
    let python = PythonInstallation("3.15")
    let folder = try TemporaryFolder()
    let recording = folder.url.appending(path: "profile.bin").path
    let theirs = folder.url.appending(path: "theirs.txt").path
    func sampler(_ arguments: [String]) throws -> ProcessOutcome {
      try RunningProcess(
        try python.executable, ["-m", "profiling.sampling"] + arguments, directory: Repository.programs
      ).finish()
    }
    let recorded = try sampler(
      ["run", "-a", "-d", "1", "--binary", "-o", recording] + options + ["two_workers.py"])
    #expect(recorded.status == .exited(0), "\(recorded.error)\(recorded.text)")
    let converted = try sampler(["replay", "--collapsed", "-o", theirs, recording])
    #expect(converted.status == .exited(0), "\(converted.error)\(converted.text)")
    // Theirs is a file's name, a function and a line; ours a function, a path and a line. Both begin with the thread.
    let expected = try counts(of: String(contentsOfFile: theirs, encoding: .utf8)) { frame in
      let parts = frame.split(separator: ":")
      return parts.count == 3 ? "\(parts[1]):\(parts[2])" : String(frame)
    }
    let ours = counts(of: try replay(["--collapsed", "-o", "-", recording]).text) { frame in
      // The frames that start the program, which its own reports leave out.
      if frame.contains("/_sync_coordinator.py:") { return "" }
      guard frame.hasSuffix(")"), let name = frame.range(of: " (", options: .backwards) else { return String(frame) }
      return "\(frame[..<name.lowerBound]):\(frame.dropLast().split(separator: ":").last ?? "")"
    }
    #expect(expected.values.reduce(0, +) > 100)
    #expect(ours == expected)
    let table = try replay([recording]).text
    #expect(table.contains("is not told"), "\(table)")
  }

  /// By stack without its thread: samples.
  private func counts(of collapsed: String, frame: (Substring) -> String) -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in collapsed.split(separator: "\n") {
      guard let space = line.lastIndex(of: " "), let count = Int(line[line.index(after: space)...]) else { continue }
      let frames = line[..<space].split(separator: ";").map(frame).filter { !$0.isEmpty }
      let stack = frames.drop { $0.hasPrefix("tid:") || $0.hasPrefix("Thread ") || $0.hasPrefix("process ") }
      counts[stack.joined(separator: ";"), default: 0] += count
    }
    return counts
  }

  /// A mistake costs nothing, and leaves nothing.
  @Test func writesSeveralReportsIntoAFolderOnly() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "file").path
    let outcome = try SeriemaExecutable.run(
      ["run", "--binary", "--collapsed", "-o", path, PythonInstallation.program("executing.py")])
    #expect(outcome.status == .exited(64), "\(outcome.error)")
    #expect(outcome.error.contains("is not a folder"), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
