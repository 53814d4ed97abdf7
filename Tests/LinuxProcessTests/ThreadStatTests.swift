import LinuxProcess
import SeriemaTestSupport
import Testing

@Suite(.tags(.realPython), .startsProcesses)
struct ThreadStatTests {
  private static let naming = "open('/proc/self/comm', 'w').write('job (x) 2')"

  @Test func seesWhetherAThreadWithAnOddNameRuns() throws {
    let python = try PythonInstallation.required[0].executable
    let spinning = "import sys; \(Self.naming); print('READY', flush=True)\nwhile True: pass"
    let busy = try RunningProcess(python, ["-c", spinning])
    try busy.waitForOutput("READY\n")
    let id = ThreadID(busy.id)
    #expect(ThreadNames.kernelName(of: id, in: ProcessID(busy.id)) == "job (x) 2")
    var stat = try ThreadStat(of: id, in: ProcessID(busy.id))
    let busyRuns = try stat.isRunning()
    #expect(busyRuns)

    let waiting = try Conversation(
      python, ["-c", "import os; \(Self.naming); print('READY', flush=True); os.read(0, 1)"])
    #expect(waiting.nextLine() == "READY")
    var other = try ThreadStat(of: ThreadID(waiting.id), in: ProcessID(waiting.id))
    let waitingRuns = try other.isRunning()
    #expect(!waitingRuns)
  }

  @Test func saysThatAThreadIsGone() throws {
    #expect(throws: ProcessError.exited(.own)) {
      _ = try ThreadStat(of: ThreadID(0x3fff_ffff), in: .own)
    }
  }
}
