import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@Suite(.startsProcesses)
struct HeldChildTests {
  @Test(arguments: [
    ("exit 0", LinuxProcess.ExitStatus.exited(0)), ("exit 7", .exited(7)), ("exit 255", .exited(255)),
    ("kill -KILL $$", .signalled(SIGKILL)), ("kill -TERM $$", .signalled(SIGTERM)),
  ])
  func tellsHowTheProgramEnded(_ script: String, _ expected: LinuxProcess.ExitStatus) throws {
    let child = try shell(script)
    try child.release()
    let status = try child.waitForExit()
    #expect(status == expected)
  }

  @Test func waitsUntilItIsReleased() throws {
    let folder = try TemporaryFolder()
    let mark = folder.url.appending(path: "mark").path
    let child = try shell("test \"$NAME\" = value && echo $0 $1 > \"$2\"", ["zero", "ж", mark], ["NAME=value"])
    let watch = try ProcessExitWatch(of: child.id)
    let endedEarly = watch.wait(milliseconds: 20)
    #expect(!endedEarly)
    #expect(!FileManager.default.fileExists(atPath: mark))
    try child.release()
    let hasEnded = watch.wait(milliseconds: 10_000) && watch.hasExited
    #expect(hasEnded)
    let status = try child.waitForExit()
    #expect(status == .exited(0))
    #expect(try String(contentsOfFile: mark, encoding: .utf8) == "zero ж\n")
  }

  @Test func saysWhyTheProgramCouldNotBegin() throws {
    let missing = try HeldChild(path: "/no/such/program", arguments: ["program"], environment: [])
    #expect(throws: ProcessError.system(call: "execve", errno: ENOENT)) { try missing.release() }
    _ = try missing.waitForExit()
    let folder = try HeldChild(path: "/tmp", arguments: ["program"], environment: [])
    #expect(throws: ProcessError.system(call: "execve", errno: EACCES)) { try folder.release() }
    _ = try folder.waitForExit()
  }

  @Test func endsWhenItIsLetGoUnreleased() throws {
    let watch = try droppedChild()
    let hasEnded = watch.wait(milliseconds: 10_000)
    #expect(hasEnded)
  }

  @Test func keepsTheFilesThatItIsToKeep() throws {
    let folder = try TemporaryFolder()
    let kept = open(folder.url.appending(path: "kept").path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    let closed = open(folder.url.appending(path: "closed").path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    defer {
      close(kept)
      close(closed)
    }
    let script = "test -e /proc/self/fd/\(kept) && ! test -e /proc/self/fd/\(closed)"
    let child = try HeldChild(
      path: "/bin/sh", arguments: ["sh", "-c", script], environment: ["PATH=/usr/bin:/bin"], keeping: [kept])
    try child.release()
    let status = try child.waitForExit()
    #expect(status == .exited(0))
  }

  @Test func runsWhereItIsPlaced() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "output")
    let output = open(file.path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
    defer { close(output) }
    let child = try HeldChild(
      path: "/bin/sh", arguments: ["sh", "-c", "pwd -P; echo complaint >&2"], environment: ["PATH=/usr/bin:/bin"],
      placement: .init(directory: folder.url.path, output: output, error: output))
    try child.release()
    let status = try child.waitForExit()
    #expect(status == .exited(0))
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == "\(folder.url.resolvingSymlinksInPath().path)\ncomplaint\n")
    let nowhere = try HeldChild(
      path: "/bin/true", arguments: ["true"], environment: [], placement: .init(directory: "/nowhere"))
    #expect(throws: ProcessError.system(call: "execve", errno: ENOENT)) { try nowhere.release() }
    _ = try nowhere.waitForExit()
  }

  @Test func watchesNoProcessThatIsNotThere() {
    #expect(throws: ProcessError.noSuchProcess(ProcessID(0x3fff_ffff))) {
      _ = try ProcessExitWatch(of: ProcessID(0x3fff_ffff)).hasExited
    }
  }

  private func droppedChild() throws -> ProcessExitWatch {
    let child = try shell("exit 0")
    return try ProcessExitWatch(of: child.id)
  }

  private func shell(
    _ script: String, _ arguments: [String] = ["sh"], _ environment: [String] = []
  ) throws -> HeldChild {
    SignalMask.clear()
    return try HeldChild(path: "/bin/sh", arguments: ["sh", "-c", script] + arguments, environment: environment)
  }
}
