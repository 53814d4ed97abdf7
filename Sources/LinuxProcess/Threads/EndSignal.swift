internal import CLinux
internal import Glibc
internal import Synchronization

/// Tells a thread of ours that waits that it is to end: once, and from any thread.
package final class EndSignal: Sendable {
  /// Readable once the other end of the pipe is closed.
  private let reading: Int32
  private let writing: Mutex<Int32?>

  /// - Throws: `.system` when the kernel has no pipe left.
  package init() throws(ProcessError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .system(call: "pipe", errno: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    writing = Mutex(ends[1])
  }

  deinit {
    give()
    close(reading)
  }

  package func give() {
    writing.withLock { writing in
      if let open = writing.take() { close(open) }
    }
  }

  /// Waits for it.
  ///
  /// - Parameter milliseconds: At most so long.
  package func wait(milliseconds: Int32) {
    var event = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&event, 1, milliseconds)
  }

  /// Waits for it until `CLOCK_MONOTONIC` shows `deadline`, as exactly as a sleep would end.
  ///
  /// - Returns: Whether it was given.
  package func wait(untilNanoseconds deadline: UInt64) -> Bool {
    seriema_wait_readable_until(reading, deadline) > 0
  }
}
