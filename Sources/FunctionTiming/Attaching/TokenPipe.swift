internal import Glibc

/// A pipe with one byte in it: of all who want to read it, in whatever process, one gets it.
struct TokenPipe: ~Copyable {
  private let reading: Int32
  private let writing: Int32

  init() throws(TimingError) {
    var ends: [Int32] = [-1, -1]
    // Writes two descriptors into the array, which has them.
    guard unsafe pipe(&ends) == 0 else { throw .memoryFile(errno: errno) }
    for end in ends {
      // Neither fails on a descriptor that is open.
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    var byte: UInt8 = 1
    // Reads one byte, which lives through the call; an empty pipe takes it.
    _ = unsafe write(ends[1], &byte, 1)
    reading = ends[0]
    writing = ends[1]
  }

  /// As it is found in `/proc/PID/fd`.
  var descriptor: Int32 { reading }

  /// Whether somebody has it.
  var isTaken: Bool {
    var query = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    // Writes into the structure, which lives through the call.
    return unsafe poll(&query, 1, 0) == 0
  }

  /// - Returns: False when somebody else has it already.
  func take() -> Bool {
    var byte: UInt8 = 0
    // Writes one byte, which lives through the call.
    return unsafe read(reading, &byte, 1) == 1
  }

  deinit {
    _ = close(reading)
    _ = close(writing)
  }
}
