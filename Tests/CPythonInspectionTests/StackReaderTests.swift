import CPythonInspection
import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Stacks of live programs, compared whole with what the interpreter itself reports.
@Suite(.tags(.realPython), .startsProcesses)
struct StackReaderTests {
  @Test(
    arguments: PythonInstallation.read,
    [
      "nested", "generator", "coroutine", "sorted_key", "method", "thread", "class_body", "in_lambda", "cyrillic",
      "long_names", "bent_lines",
    ])
  func readsWhatTheInterpreterReports(_ python: PythonInstallation, _ shape: String) throws {
    #expect(try readAll(python, [shape]) >= 1)
  }

  @Test(arguments: PythonInstallation.read, [1000, 5000, 50_000])
  func readsDeepRecursionWhole(_ python: PythonInstallation, _ depth: Int) throws {
    let reports = try readAll(python, ["recursion", String(depth)]) { frames in
      #expect(frames.last?.function == "<module>")
      #expect(frames.reduce(0) { $0 + $1.count } == depth + 3)
    }
    #expect(reports == 1)
  }

  @Test(arguments: PythonInstallation.read)
  func readsGeneratorsInGenerators(_ python: PythonInstallation) throws {
    // Each frame lies in an object of its own, outside the thread's chunks.
    #expect(try readAll(python, ["generators", "800"]) == 1)
  }

  /// Functions, lambdas that C calls, and generators, about a hundred deep; what was expected holds only in part.
  @Test(arguments: PythonInstallation.read)
  func readsADeepStackThatGoesUpAndDown(_ python: PythonInstallation) throws {
    #expect(try readAll(python, ["wandering", "300"]) == 300)
  }

  @Test(arguments: PythonInstallation.read)
  func seesThreadsComeAndGo(_ python: PythonInstallation) throws {
    #expect(try readAll(python, ["threads_come_and_go"]) == 41)
  }

  @Test(arguments: PythonInstallation.read, ["compiled", "longer", "renamed"])
  func neverGivesTheNameOfAFunctionThatIsGone(_ python: PythonInstallation, _ way: String) throws {
    #expect(try readAll(python, [way, "400"], program: "replaced_codes.py") == 400)
  }

  @Test(arguments: PythonInstallation.read)
  func namesMethodsWithTheirClass(_ python: PythonInstallation) throws {
    let program = try python.converse("methods.py", [])
    let line = try #require(program.nextLine())
    var reader = StackReader(try PythonRuntime(of: ProcessID(program.id)))
    try reader.read(at: 1)
    reader.readUnexpected(0, at: 1)
    let expected = try JSONDecoder().decode([String].self, from: Data(line.utf8))
    let seen = reader.withFrames(0) { frames in
      frames.indices.map { reader.codeObjects[Int(frames[$0].code)].qualifiedName }
    }
    #expect(seen == expected)
  }

  /// Reads the program at each of its rendezvous with one reader.
  ///
  /// - Returns: How many there were.
  private func readAll(
    _ python: PythonInstallation, _ arguments: [String], program: String = "stacks.py",
    _ inspect: ([SeenFrame]) -> Void = { _ in }
  ) throws -> Int {
    let program = try python.converse(program, arguments)
    var line = program.nextLine()
    try #require(line != nil)
    var reader = StackReader(try PythonRuntime(of: ProcessID(program.id)))
    var count = 0
    while let report = line {
      let expected = try SeenThread.all(in: report)
      // Readings as far apart as at 1 kHz: a proof of what a code object is may be half as old.
      try reader.read(at: UInt64(count + 1) * 1_000_000)
      for index in 0..<reader.threadCount {
        reader.readUnexpected(index, at: UInt64(count + 1) * 1_000_000)
        #expect(reader.outcome(index) == .complete)
      }
      let seen = reader.allSeenFrames()
      #expect(seen == expected)
      inspect(seen[program.id] ?? [])
      count += 1
      program.goOn()
      line = program.nextLine()
    }
    return count
  }
}
