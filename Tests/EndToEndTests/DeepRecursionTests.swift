import SeriemaTestSupport
import Testing

/// Case 6 of the acceptance list: stacks of any depth, whole to the root.
@Suite(.startsProcesses, .tags(.realPython))
struct DeepRecursionTests {
  @Test(arguments: PythonInstallation.sampled, [1000, 5000, 50_000])
  func keepsTheRootOfADeepRecursion(_ python: PythonInstallation, _ depth: Int) throws {
    try withProgram("deep_recursion.py", ["\(depth)"], on: python) { program in
      let run = try SampledRun("attach", ["-r", "100", "-d", "1", "\(program.id)"])
      let deep = run.stacks.stacks.filter { $0.functions.contains("down") }
      #expect(!deep.isEmpty, "\(run.outcome.error)")
      for stack in deep {
        let functions = stack.functions
        let first = try #require(functions.firstIndex(of: "down"))
        #expect(functions[..<first].contains("Thread.run"))
        #expect(functions[first...].elementsEqual(Array(repeating: "down", count: depth) + ["bottom"]))
      }
      let ledger = try run.ledger
      #expect(ledger.failed == 0)
      #expect(ledger.partial == 0)
    }
  }
}
