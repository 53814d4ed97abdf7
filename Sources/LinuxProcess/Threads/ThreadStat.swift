internal import Glibc

/// `/proc/PID/task/TID/stat` of one thread, kept open so that reading it again costs one system call.
package struct ThreadStat: ~Copyable {
  private let descriptor: Descriptor
  private var text: [UInt8]

  /// - Throws: `.exited` when there is no such thread.
  package init(of thread: ThreadID, in process: ProcessID) throws(ProcessError) {
    do throws(ProcessError) {
      descriptor = try Descriptor(readingFrom: "/proc/\(process)/task/\(thread)/stat")
    } catch .system(let call, let number) {
      throw ProcessAccess.error(number, from: call, on: process)
    }
    text = [UInt8](repeating: 0, count: 512)
  }

  /// Whether the thread runs or waits for a processor, and not for anything else.
  ///
  /// Source: `state`, field 3 of stat in proc(5).
  /// - Throws: `.system` with `ESRCH` when it is gone.
  package mutating func isRunning() throws(ProcessError) -> Bool {
    let count = try descriptor.read(into: &text, at: 0)
    // The name may hold anything, `)` too: the last one ends it.
    guard let end = text[..<count].lastIndex(of: UInt8(ascii: ")")), end + 2 < count else { return false }
    return text[end + 2] == UInt8(ascii: "R")
  }
}
