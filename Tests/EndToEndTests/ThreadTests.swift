import SeriemaTestSupport
import Testing

/// Cases 16 and 17 of the acceptance list: every thread of every interpreter.
@Suite(.measuresTime, .tags(.realPython))
struct ThreadTests {
  @Test(arguments: PythonInstallation.sampled)
  func seesInterpretersFromBeforeAndAfterItAttached(_ python: PythonInstallation) throws {
    try withProgram("interpreters.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "200", "-d", "2", "\(program.id)"])
      // The first is there for 2 s, the second for one: half a second of load is given to each.
      let inside = run.stacks.samples { $0.functions.contains("work_inside") }
      #expect(inside > 450, "\(run.outcome.error)")
      #expect(inside <= 800)
      #expect(try run.ledger.failed * 100 <= run.stacks.total)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func readsSixtyDeepThreads(_ python: PythonInstallation) throws {
    try withProgram("deep_threads.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "100", "-d", "2", "\(program.id)"])
      let deep = run.stacks.samples { stack in stack.functions.count { $0 == "down" } == 100 }
      #expect(deep * 100 >= run.stacks.total * 98, "\(run.outcome.error)")
      // Sixty-one threads in each of 200 intervals; one in four may be lost at the end, when the machine is busy.
      #expect(deep > 60 * 150)
      #expect(try run.ledger.failed * 100 < run.stacks.total)
    }
  }
}
