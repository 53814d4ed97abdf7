import Foundation
import SeriemaTestSupport
import Testing

/// `seriema dump` on live programs.
@Suite(.tags(.realPython), .startsProcesses)
struct DumpTests {
  /// Variables of the two functions of `variables.py` below its module, by frame from the innermost on.
  private static let expected: [[String]] = [
    [
      "argument self = <Point x=1, y=2.5>", "argument seconds = 1000", "argument flag = False",
      "argument rest = ('r1', 'r2')", "argument options = {'o': b'xyz'}", #"local text = "it's\x1b[31m""#,
      "local big = 1000000000000000000000000000000", "local nothing = None", "local ratio = 2.5",
      "local table = {'a': (1, None), 2: {3}}", "local inner = <function Point.wait.<locals>.inner>",
      "cell items = [1, 2, 3]",
    ],
    ["local error = ValueError('bad', 7)", "free outer = 1000"],
    ["argument outer = 1000", "local closure = <function handle.<locals>.closure>"],
  ]

  @Test(arguments: PythonInstallation.sampled)
  func showsFramesAndVariables(_ python: PythonInstallation) throws {
    try withProgram("variables.py", on: python) { program in
      try waitUntilAsleep(program.id)
      var dump = try Dump(["--locals", "\(program.id)"])
      // On a busy machine the time for which a thread may be kept standing can be over before.
      for _ in 0..<20 where dump.isShort { dump = try Dump(["--locals", "\(program.id)"]) }
      let thread = try #require(dump.threads.first)
      #expect(dump.threads.count == 1)
      #expect(thread.name == "MainThread" && thread.main && !thread.running && !thread.holdsGil)
      #expect(thread.handling?.value == "ValueError('bad', 7)")
      #expect(thread.raising == nil)
      #expect(thread.reading == "whole")
      let frames = thread.frames
      #expect(
        frames.map { $0.function.split(separator: ".").last.map(String.init) ?? "" } == [
          "wait", "closure", "handle", "<module>",
        ])
      #expect(frames.prefix(3).map { $0.variables?.lines.sorted() } == Self.expected.map { $0.sorted() })
      // Arguments come first, as they are declared.
      #expect(frames[0].variables?.values.prefix(5).map(\.name) == ["self", "seconds", "flag", "rest", "options"])
      #expect(frames[3].variables?.lines.contains("global number = 42") == true)
      #expect(frames[0].source == ["        return sum([time.sleep(seconds) or 1, len(items)])"])
      if try python.minor >= 11 {
        #expect(frames[0].function == "Point.wait")
        #expect([frames[0].column, frames[0].endColumn] == [20, 39])
      }
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func leavesTheProgramRunning(_ python: PythonInstallation) throws {
    try withProgram("variables.py", ["spinner"], on: python) { program in
      // Until then the spinner waits for the interpreter's lock now and then.
      try waitUntilAsleep(program.id)
      for _ in 0..<20 {
        let dump = try Dump(["--locals", "\(program.id)"])
        let spinner = try #require(dump.threads.first { $0.name == "spinner" })
        #expect(spinner.running && spinner.reading == "whole")
        #expect(spinner.frames.first?.function == "spin")
        let variables = try #require(spinner.frames.first?.variables)
        if variables.shortage != "time_is_up" { #expect(variables.values.map(\.name) == ["ready", "count"]) }
        #expect(dump.stoppedThreads == 2)
        #expect(Set(try states(of: program.id)).isSubset(of: ["R", "S"]))
      }
      let first = try count(in: program.id)
      #expect(try succeeds { try count(in: program.id) > first })
    }
  }

  @Test(arguments: PythonInstallation.required)
  func readsWithoutStoppingWhereItMay(_ python: PythonInstallation) throws {
    try withProgram("variables.py", on: python) { program in
      try waitUntilAsleep(program.id)
      #expect(try Dump(["\(program.id)"]).stoppedThreads == 0)
      let dump = try Dump(["--locals", "--nonblocking", "\(program.id)"])
      #expect(dump.stoppedThreads == 0)
      let frame = try #require(dump.threads.first?.frames.first)
      #expect(frame.variables?.shortage == "not_stopped")
      #expect(frame.variables?.lines.sorted() == Self.expected[0].sorted())
    }
  }

  @Test func printsTextForPeople() throws {
    let python = PythonInstallation("3.13")
    try withProgram("variables.py", on: python) { program in
      try waitUntilAsleep(program.id)
      let outcome = try SeriemaExecutable.run(["dump", "\(program.id)"], directory: Repository.programs)
      #expect(outcome.status == .exited(0))
      let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(lines.contains(#"Thread \#(program.id) "MainThread": idle, handling ValueError('bad', 7)"#))
      let frame = try #require(lines.firstIndex { $0.hasPrefix("  Point.wait (variables.py:") })
      #expect(lines[frame + 1] == "    return sum([time.sleep(seconds) or 1, len(items)])")
      #expect(lines[frame + 2] == "                ^^^^^^^^^^^^^^^^^^^")
      #expect(outcome.error.isEmpty)
    }
  }

  @Test func saysWhyThereIsNothingToShow() throws {
    let sleeper = try RunningProcess(URL(filePath: "/bin/sleep"), ["100"])
    defer { sleeper.send(SIGKILL) }
    for (arguments, text) in [
      (["\(sleeper.id)"], "is not a Python program"), (["999999999"], "there is no process 999999999"),
    ] {
      let outcome = try SeriemaExecutable.run(["dump"] + arguments)
      #expect(outcome.status == .exited(1))
      #expect(outcome.error.contains(text))
      #expect(outcome.output.isEmpty)
    }
    #expect(try SeriemaExecutable.run(["dump", "0"]).status == .exited(64))
  }

  /// Waits until the main thread sleeps: it says that it is ready a little before.
  private func waitUntilAsleep(_ process: Int32) throws {
    for _ in 0..<2000 {
      let thread = try Dump(["--main-thread", "\(process)"]).threads.first
      if let thread, !thread.running, !thread.holdsGil { return }
      usleep(1000)
    }
    Issue.record("it never slept")
  }

  /// The count of the spinning thread.
  private func count(in process: Int32) throws -> Int {
    for _ in 0..<20 {
      let dump = try Dump(["--locals", "\(process)"])
      let frame = dump.threads.first { $0.name == "spinner" }?.frames.first
      let count = frame?.variables?.values.first { $0.name == "count" }.flatMap { Int($0.value) }
      if let count { return count }
    }
    throw CocoaError(.coderValueNotFound)
  }

  /// The letters of all threads in `/proc`.
  private func states(of process: Int32) throws -> [Character] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").map { thread in
      let stat = try String(contentsOfFile: "/proc/\(process)/task/\(thread)/stat", encoding: .utf8)
      return stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].dropFirst(2).first ?? "?"
    }
  }
}

extension PythonInstallation {
  fileprivate var minor: Int {
    get throws { try #require(version.split(separator: ".").last.flatMap { Int($0) }) }
  }
}

/// What `seriema dump --json` says.
private struct Dump: Decodable {
  var stoppedThreads: Int
  var threads: [Thread]

  struct Thread: Decodable {
    var name: String?
    var main: Bool
    var running: Bool
    var holdsGil: Bool
    var handling: Value?
    var raising: Value?
    var reading: String
    var frames: [Frame]
  }

  struct Frame: Decodable {
    var function: String
    var line: Int
    var column: Int?
    var endColumn: Int?
    var source: [String]
    var variables: Variables?
  }

  struct Variables: Decodable {
    var values: [Value]
    var shortage: String?

    var lines: [String] { values.map { "\($0.kind ?? "") \($0.name) = \($0.value)" } }
  }

  struct Value: Decodable {
    var name: String
    var kind: String?
    var value: String

    private enum Key: CodingKey {
      case name, kind, value
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      name = try values.decodeIfPresent(String.self, forKey: .name) ?? ""
      kind = try values.decodeIfPresent(String.self, forKey: .kind)
      value = try values.decode(String.self, forKey: .value)
    }
  }

  /// Whether time was up before all variables were read.
  var isShort: Bool { threads.contains { $0.frames.contains { $0.variables?.shortage == "time_is_up" } } }

  init(_ arguments: [String]) throws {
    let outcome = try SeriemaExecutable.run(["dump", "--json"] + arguments)
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Dump.self, from: outcome.output)
  }
}
