internal import CLinux
internal import Glibc

/// SIGINT, SIGTERM and SIGHUP, and where wanted SIGTSTP, received as data.
struct Interruption: ~Copyable {
  private let descriptor: Int32

  struct Signal {
    var number: Int32
    /// The terminal sent it, so the program has it as well.
    var isFromTerminal: Bool
  }

  /// - Parameter catchesStop: Whether SIGTSTP is received as well.
  /// - Throws: When the kernel has no pipe left.
  init(catchesStop: Bool = false) throws(Explanation) {
    descriptor = seriema_catch_signals()
    guard descriptor >= 0 else { throw Explanation("cannot catch signals", why: systemError(-descriptor)) }
    let result = catchesStop ? seriema_catch_stop() : 0
    guard result >= 0 else { throw Explanation("cannot catch signals", why: systemError(-result)) }
  }

  /// Waits for a signal, or until `other` is readable.
  ///
  /// - Parameter milliseconds: At most so long; -1 for ever.
  /// - Returns: The signal; nil when `other` is readable or the time is over.
  func wait(or other: Int32, milliseconds: Int32) -> Signal? {
    var polls = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    let count = unsafe poll(&polls, nfds_t(polls.count), milliseconds)
    guard count > 0, polls[0].revents != 0 else { return nil }
    var record = seriema_signal()
    guard unsafe read(descriptor, &record, MemoryLayout<seriema_signal>.size) == MemoryLayout<seriema_signal>.size
    else { return nil }
    return Signal(number: record.number, isFromTerminal: record.from_kernel == 1)
  }
}
