import Foundation
import SeriemaTestSupport
import Testing

/// Case 9 of the acceptance list: threads are called what Python calls them.
@Suite(.tags(.realPython), .startsProcesses)
struct ThreadNameTests {
  @Test(arguments: PythonInstallation.required)
  func namesThreadsAsPythonDoes(_ python: PythonInstallation) throws {
    try withProgram("named_threads.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "100", "-d", "300ms", "\(program.id)"])
      let threads = Set(run.stacks.stacks.compactMap(\.frames.first)).map(CollapsedStacks.function)
      let expected = [
        "MainThread", "job (x) 2", "worker", "worker", "кириллица", "🦅", "漢字", #"a\x3b b"#, "quoted 'name'",
        String(repeating: "n", count: 300), #"esc\x1b[31m"#,
      ]
      #expect(threads.sorted() == expected.sorted())
    }
  }
}
