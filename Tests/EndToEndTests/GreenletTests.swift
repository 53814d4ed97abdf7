import Foundation
import SeriemaTestSupport
import Testing

/// Stacks that take turns on one thread, as those of gevent do, are whole and apart.
@Suite(.startsProcesses, .tags(.realPython))
struct GreenletTests {
  /// The first of each way to keep frames: objects that a greenlet leaves running (two kinds of them), and chunks that it
  /// exchanges; and the newest.
  private static let pythons = ["3.8", "3.10", "3.11", "3.15"].map(PythonInstallation.init)

  @Test(arguments: pythons, [[], ["--nonblocking"]])
  func readsTheStacksOfBoth(_ python: PythonInstallation, _ options: [String]) throws {
    let packages = Repository.root.appending(path: ".venv/greenlet/\(python.version)").path
    let program = try RunningProcess(
      python.executable, [PythonInstallation.program("greenlets.py")], environment: ["PYTHONPATH": packages])
    defer {
      program.send(SIGKILL)
      _ = try? program.finish()
    }
    try program.waitForOutput("READY\n")
    let run = try SampledRun("attach", options + ["-d", "1", "\(program.id)"])
    let long = Array(repeating: "long_turns", count: 21)
    let short = Array(repeating: "short_turns", count: 41)
    var counts = (long: 0, short: 0, partial: 0)
    for stack in run.stacks.stacks {
      let chain = stack.functions.filter { $0 == "long_turns" || $0 == "short_turns" }
      if stack.isCut {
        counts.partial += stack.samples
        #expect(Set(chain).count <= 1, "\(stack)")
      } else if chain == long {
        counts.long += stack.samples
      } else if chain == short {
        counts.short += stack.samples
      } else {
        Issue.record("\(stack)")
      }
    }
    // Two of three milliseconds; where others run meanwhile, a turn can last as long as the other.
    #expect(counts.long * 2 > counts.short)
    #expect(counts.short * 6 > counts.long)
    #expect(counts.partial * 20 <= run.stacks.total, "\(run.outcome.error)")
    #expect(try run.ledger.failed * 100 <= run.stacks.total, "\(run.outcome.error)")
  }
}
