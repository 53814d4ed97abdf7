import Foundation
import SeriemaTestSupport
import Testing

/// Builds without the GIL: case 22 of the acceptance list.
@Suite(.tags(.realPython), .startsProcesses)
struct FreeThreadedTests {
  private func start(on python: PythonInstallation) throws -> RunningProcess {
    let program = try RunningProcess(
      python.executable, [PythonInstallation.program("alternating_threads.py"), "3"])
    try program.waitForOutput("READY\n")
    return program
  }

  /// The threads run at the same time, and from 3.14 on each of them its own copies of the bytecode.
  @Test(arguments: PythonInstallation.freeThreaded, [[], ["--nonblocking"], ["--mode", "cpu"]])
  func neverMixesTheChainsOfThreads(_ python: PythonInstallation, _ options: [String]) throws {
    let source = try String(contentsOfFile: PythonInstallation.program("alternating_threads.py"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let possible = [[], ["hot_a"], ["hot_b"], ["hot_a", "leaf_a"], ["hot_b", "leaf_b"]]
    let program = try start(on: python)
    let run = try SampledRun("attach", options + ["-r", "5khz", "-d", "1.5", "\(program.id)"])
    program.send(SIGTERM)
    var seen = 0
    for stack in run.stacks.stacks {
      guard let start = stack.proven.firstIndex(of: "work") else { continue }
      let called = Array(stack.proven[(start + 1)...])
      #expect(possible.contains(called), "\(stack.frames)")
      seen += stack.samples
      for (caller, callee) in zip(stack.frames[start...], called) {
        let line = Int(caller.split { !$0.isNumber }.last ?? "") ?? 0
        #expect(lines[max(0, line - 1)].contains("\(callee)()"), "\(stack.frames)")
      }
    }
    #expect(seen > 500, "\(run.outcome.error)")
    #expect(try run.ledger.failed * 100 <= run.stacks.total, "\(run.outcome.error)")
  }

  @Test(arguments: PythonInstallation.freeThreaded)
  func dumpsVariablesAndNames(_ python: PythonInstallation) throws {
    let program = try start(on: python)
    defer { program.send(SIGTERM) }
    let dump = try SeriemaExecutable.run(["dump", "--locals", "\(program.id)"])
    #expect(dump.status == .exited(0), "\(dump.error)")
    #expect(dump.text.contains(#""MainThread""#), "\(dump.text)")
    #expect(dump.text.contains("global sys = <module sys>"), "\(dump.text)")
    #expect(dump.text.contains("global leaf_a = <function leaf_a>"), "\(dump.text)")
    #expect(!dump.text.contains("GIL"), "\(dump.text)")
  }

  @Test(arguments: PythonInstallation.freeThreaded)
  func recordsNothingOfTheGIL(_ python: PythonInstallation) throws {
    let program = try start(on: python)
    defer { program.send(SIGTERM) }
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "samples.jsonl")
    let outcome = try SeriemaExecutable.run(["attach", "--jsonl", "-o", file.path, "-d", "300ms", "\(program.id)"])
    #expect(outcome.status == .exited(0), "\(outcome.error)")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains("has_exception"))
    #expect(!text.contains("holds_gil") && !text.contains("waiting_for_gil"))
  }

  /// Neither makes sense of such a build, and both say so before they touch it.
  @Test(arguments: PythonInstallation.freeThreaded)
  func saysWhatItCannotDo(_ python: PythonInstallation) throws {
    let program = try start(on: python)
    defer { program.send(SIGTERM) }
    let sampled = try SeriemaExecutable.run(["attach", "--mode", "gil", "-d", "100ms", "\(program.id)"])
    #expect(sampled.status == .exited(1))
    #expect(sampled.error.contains("cannot be sampled by who holds the GIL"), "\(sampled.error)")
    let timed = try SeriemaExecutable.run(["time", "-t", "m:hot_a", "--pid", "\(program.id)", "-d", "100ms"])
    #expect(timed.status == .exited(1))
    #expect(timed.error.contains("free-threaded build of CPython"), "\(timed.error)")
    let doctor = try SeriemaExecutable.run(["doctor", "\(program.id)"])
    #expect(doctor.text.contains("a free-threaded build"), "\(doctor.text)")
    let run = try SeriemaExecutable.run([
      "run", "--mode", "gil", "--python", python.executable.path, PythonInstallation.program("short_script.py"),
    ])
    #expect(run.error.contains("cannot be sampled by who holds the GIL"), "\(run.error)")
  }
}
