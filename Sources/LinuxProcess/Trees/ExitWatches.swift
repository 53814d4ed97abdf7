internal import CLinux
internal import Glibc

/// Tells which of many processes have ended, and how, though they are nobody's children here; pidfd_open(2).
package struct ExitWatches: ~Copyable {
  private var processes: [ProcessID] = []
  /// In the same order.
  private var polls: [pollfd] = []

  package init() {}

  deinit {
    for poll in polls { close(poll.fd) }
  }

  /// Watches one more.
  ///
  /// - Throws: `.noSuchProcess`; `.system`, such as when too many files are open.
  package mutating func add(_ process: ProcessID) throws(ProcessError) {
    let opened = seriema_pidfd_open(process.rawValue)
    guard opened >= 0 else {
      throw opened == -ESRCH ? .noSuchProcess(process) : .system(call: "pidfd_open", errno: -opened)
    }
    processes.append(process)
    polls.append(pollfd(fd: opened, events: Int16(POLLIN), revents: 0))
  }

  /// Waits until at least one has ended, or time is up.
  ///
  /// - Returns: Those that have; to be removed before the next call.
  package mutating func wait(milliseconds: Int32) -> [ProcessID] {
    guard unsafe poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return [] }
    return polls.indices.filter { polls[$0].revents != 0 }.map { processes[$0] }
  }

  /// Lets go of a process that has ended.
  ///
  /// Source: `PIDFD_GET_INFO` (Linux 6.15), once its parent has collected it; before that `exit_code`, field 52 of
  /// `/proc/PID/stat`, proc(5).
  /// - Returns: How it ended; nil where the kernel no longer says.
  package mutating func remove(_ process: ProcessID) -> ExitStatus? {
    guard let index = processes.firstIndex(of: process) else { return nil }
    let descriptor = polls[index].fd
    // It may be collected between the first two questions.
    let status = Self.collected(descriptor) ?? Self.uncollected(process) ?? Self.collected(descriptor)
    close(descriptor)
    processes.remove(at: index)
    polls.remove(at: index)
    return status
  }

  private static func collected(_ descriptor: Int32) -> ExitStatus? {
    var result = seriema_exit()
    guard unsafe seriema_exit_of(descriptor, &result) == 0 else { return nil }
    return result.signalled == 1 ? .signalled(result.status) : .exited(result.status)
  }

  private static func uncollected(_ process: ProcessID) -> ExitStatus? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/stat").readAll(),
      // The name may hold anything, `)` too: the last one ends it, and field 3 follows.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[bytes.index(after: end)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count > 49, fields[0].first == UInt8(ascii: "Z"),
      let code = Int32(String(decoding: fields[49], as: UTF8.self))
    else { return nil }
    return code & 0x7f == 0 ? .exited(code >> 8 & 0xff) : .signalled(code & 0x7f)
  }
}
