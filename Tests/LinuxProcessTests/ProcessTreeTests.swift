import Foundation
import SeriemaTestSupport
import Testing

@testable import LinuxProcess

@Suite(.startsProcesses)
struct ProcessTreeTests {
  @Test func tellsThreadsFromProcesses() throws {
    var buffer = [UInt8](repeating: 0, count: 512)
    let own = try #require(ProcessParentage(of: getpid(), using: &buffer))
    #expect(own == ProcessParentage(process: getpid(), parent: getppid()))
    // The test runner has other threads than its first.
    let thread = try #require(ThreadNumbers.own(of: .own).first { $0 != getpid() })
    #expect(ProcessParentage(of: thread, using: &buffer) == own)
    #expect(ProcessParentage(of: 0x3fff_ffff, using: &buffer) == nil)
  }

  @Test(arguments: [
    "", "Name:\tx\n", "Name:\tx\nTgid:\t", "Name:\tx\nTgid:\t12\nPPid:\t", "Tgid:\t1\nPPid:\t2\n",
  ])
  func takesNoHalfOfAFile(_ text: String) {
    #expect(ProcessParentage(parsing: Array(text.utf8)[...]) == nil)
  }

  /// A name may hold anything but a line end.
  @Test func readsBothNumbers() {
    let text = "Name:\tTgid:\t7\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t812\nNgid:\t0\nPid:\t813\nPPid:\t1\nU"
    let expected = ProcessParentage(process: 812, parent: 1)
    #expect(ProcessParentage(parsing: Array(text.utf8)[...]) == expected)
  }

  /// A shell starts a shell that starts sleep, and says when: in any case all are found at the next look.
  @Test func findsChildrenAndTheirChildren() throws {
    let script = "sh -c 'sleep 30 & echo $$ $!; wait' & echo first $!; wait"
    let root = try RunningProcess(URL(filePath: "/bin/sh"), ["-c", "read line; \(script)"], input: Data("go\n".utf8))
    let tree = try newTree(of: root.id)
    try root.waitForOutput("first")
    let deadline = ContinuousClock.now + .seconds(10)
    while root.outputSoFar.split(separator: "\n").count < 2, ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.001)
    }
    let ids = Set(root.outputSoFar.split { !$0.isNumber }.compactMap { Int32($0) })
    try #require(ids.count == 2, "\(root.outputSoFar)")
    Thread.sleep(forTimeInterval: 0.005)
    let found = tree.existingAndNew()
    #expect(Set(found.map(\.process.rawValue)) == ids)
    #expect(found.first?.parent.rawValue == root.id)
    for id in ids { kill(id, SIGKILL) }
  }

  /// A thread that looks every millisecond sees a process within 5 ms: it takes four looks at most.
  ///
  /// They are counted, because a busy machine keeps the thread from them.
  @Test func seesAProcessWithinFourLooks() throws {
    let tree = try newTree(of: getpid())
    #expect(tree.isCheap)
    _ = tree.existingAndNew()
    for _ in 0..<5 {
      let child = try HeldChild(path: "/bin/true", arguments: ["true"], environment: [])
      var seen: [ProcessTree.Newcomer] = []
      for _ in 0..<4 where seen.isEmpty {
        Thread.sleep(forTimeInterval: 0.001)
        seen = tree.look().filter { $0.process == child.id }
      }
      #expect(seen == [ProcessTree.Newcomer(process: child.id, parent: .own)])
      try child.release()
      _ = try child.waitForExit()
    }
  }

  @Test(arguments: [
    ("exit 7", LinuxProcess.ExitStatus.exited(7)), ("exit 0", .exited(0)), ("kill -TERM $$", .signalled(SIGTERM)),
  ])
  func tellsHowAProcessEndedThatIsNotCollected(_ script: String, _ expected: LinuxProcess.ExitStatus) throws {
    SignalMask.clear()
    let child = try HeldChild(path: "/bin/sh", arguments: ["sh", "-c", script], environment: [])
    var watches = ExitWatches()
    try watches.add(child.id)
    let early = watches.wait(milliseconds: 0)
    #expect(early == [])
    try child.release()
    let ended = watches.wait(milliseconds: 10_000)
    #expect(ended == [child.id])
    let status = watches.remove(child.id)
    #expect(status == expected)
    let none = watches.wait(milliseconds: 0)
    #expect(none == [])
    _ = try child.waitForExit()
  }

  private func newTree(of root: Int32) throws -> TreeBox {
    let box = TreeBox()
    try OSThread { box.fill(ProcessID(root)) }.join()
    return box
  }
}

/// A tree that was made on a thread of its own, as it has to be.
private final class TreeBox: @unchecked Sendable {
  private var tree: ProcessTree?

  /// Called once, before anything else, on a thread that is joined then.
  func fill(_ root: ProcessID) {
    tree = ProcessTree(root: root, adopts: false)
  }

  var isCheap: Bool { tree?.isCheap ?? false }

  func existingAndNew() -> [ProcessTree.Newcomer] {
    (tree?.existing() ?? []) + look()
  }

  func look() -> [ProcessTree.Newcomer] {
    tree?.look(at: MonotonicClock.nowNanoseconds) ?? []
  }
}
