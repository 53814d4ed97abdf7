import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@Suite(.tags(.realPython), .startsProcesses)
struct ThreadScheduleTests {
  @Test func readsThreeNumbers() {
    let reading = ThreadSchedule.Reading(parsing: Array("123456789012 42 7\n".utf8)[...])
    #expect(reading == .init(runNanoseconds: 123_456_789_012, waitNanoseconds: 42, turnCount: 7))
    for text in ["", "\n", "1 2", "1 2 x\n", "-1 2 3\n"] {
      #expect(ThreadSchedule.Reading(parsing: Array(text.utf8)[...]) == nil, "\(text)")
    }
  }

  @Test func knowsAKernelThatDoesNotKeepTheAccount() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "schedstat")
    #expect(!ThreadSchedule.isKept(at: file.path))
    try Data("0 0 0\n".utf8).write(to: file)
    #expect(!ThreadSchedule.isKept(at: file.path))
    try Data("1 0 1\n".utf8).write(to: file)
    #expect(ThreadSchedule.isKept(at: file.path))
    #expect(ThreadSchedule.isKept())
  }

  @Test func countsTheTimeOfABusyThreadAndNotOfASleepingOne() throws {
    let python = try PythonInstallation.required[0].executable
    let busy = try RunningProcess(python, ["-c", "print('READY', flush=True)\nwhile True: pass"])
    try busy.waitForOutput("READY\n")
    var schedule = try ThreadSchedule(of: ThreadID(busy.id), in: ProcessID(busy.id))
    let first = try schedule.read()
    // Ends only when the account goes on.
    while try schedule.read().runNanoseconds < first.runNanoseconds + 50_000_000 { usleep(1000) }
    busy.send(SIGKILL)
    _ = try busy.finish()
    #expect(throws: ProcessError.self) { _ = try schedule.read() }

    let sleeping = try Conversation(python, ["-c", "import os; print('READY', flush=True); os.read(0, 1)"])
    #expect(sleeping.nextLine() == "READY")
    while sleeping.state != "S" { usleep(1000) }
    var other = try ThreadSchedule(of: ThreadID(sleeping.id), in: ProcessID(sleeping.id))
    let before = try other.read()
    usleep(50_000)
    let after = try other.read()
    #expect(after == before)
  }

  @Test func saysThatAThreadIsGone() throws {
    #expect(throws: ProcessError.exited(.own)) {
      _ = try ThreadSchedule(of: ThreadID(0x3fff_ffff), in: .own)
    }
  }
}
