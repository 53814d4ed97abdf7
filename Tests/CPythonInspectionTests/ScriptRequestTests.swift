import CPythonInspection
import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Requests of PEP 768 to a program that is at a safe point all the time.
@Suite(.tags(.realPython), .startsProcesses)
struct ScriptRequestTests {
  private static let pythons = PythonInstallation.required.filter { ["3.14", "3.15"].contains($0.version) }
  private static let rounds = 3_000

  /// A request that was taken back is never opened, so that its script may go: the program would complain.
  @Test(arguments: pythons)
  func opensNoScriptThatWasTakenBack(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let program = try RunningProcess(python.executable, [PythonInstallation.program("attached.py"), "busy"])
    try program.waitForOutput("READY\n")
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    var withdrawn = 0
    // Half of the requests are taken back in time, whatever the machine is busy with.
    var longest: UInt64 = 20_000
    for round in 0..<Self.rounds {
      let mark = folder.url.appending(path: "\(round)")
      let script = try folder.write("open(\(mark.path.debugDescription), 'x').close()\n", to: "\(round).py")
      let request = try ScriptRequest(to: runtime)
      try request.post(script.path)
      let end = MonotonicClock.nowNanoseconds + UInt64.random(in: 0...longest)
      while MonotonicClock.nowNanoseconds < end {}
      if try request.withdraw(script.path) {
        withdrawn += 1
        longest += longest / 16
      } else {
        longest = max(1_000, longest - longest / 16)
        // It does not come where the program took the flag, and the path when that was empty; else within a few
        // milliseconds of its own.
        var schedule = try ThreadSchedule(of: ThreadID(program.id), in: ProcessID(program.id))
        let start = try schedule.read().runNanoseconds
        while !FileManager.default.fileExists(atPath: mark.path),
          try schedule.read().runNanoseconds - start < 100_000_000
        {
          usleep(100)
        }
      }
      try FileManager.default.removeItem(at: script)
    }
    program.send(SIGTERM)
    let outcome = try program.finish()
    #expect(outcome.status == .exited(0))
    #expect(outcome.error == "", "\(withdrawn) of \(Self.rounds) taken back")
    #expect(withdrawn > 0 && withdrawn < Self.rounds)
  }
}
