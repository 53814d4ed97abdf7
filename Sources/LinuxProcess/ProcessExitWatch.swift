internal import CLinux
internal import Glibc

/// Tells when a process ends, without waiting for it; pidfd_open(2).
package struct ProcessExitWatch: ~Copyable {
  package let descriptor: Descriptor

  /// - Throws: `.noSuchProcess`, `.system`.
  package init(of process: ProcessID) throws(ProcessError) {
    let opened = seriema_pidfd_open(process.rawValue)
    guard opened >= 0 else {
      throw opened == -ESRCH ? .noSuchProcess(process) : .system(call: "pidfd_open", errno: -opened)
    }
    descriptor = Descriptor(owning: opened)
  }

  /// Whether it has ended by now.
  package var hasExited: Bool { wait(milliseconds: 0) }

  /// Waits until it has ended.
  ///
  /// - Parameter milliseconds: At most so long; -1 for ever.
  /// - Returns: Whether it has ended.
  package func wait(milliseconds: Int32) -> Bool {
    var poll = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
    return unsafe Glibc.poll(&poll, 1, milliseconds) == 1
  }
}
