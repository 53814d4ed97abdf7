internal import Glibc

/// A file for a report, opened before the program starts so that a mistake costs nothing.
struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool
  private var pending: [UInt8] = []

  /// Opens it for writing; what it holds is kept until the first byte is written. `-` is standard output.
  ///
  /// - Throws: When it cannot be written.
  init(path: String) throws(Explanation) {
    self.path = path
    if path == "-" {
      descriptor = STDOUT_FILENO
      isOwned = false
      return
    }
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard opened >= 0 else {
      throw Explanation(
        "cannot write \(path)", why: systemError(errno), next: "another file with -o, or a folder that you may write to"
      )
    }
    descriptor = opened
    isOwned = true
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Replaces what the file held by what `body` writes.
  ///
  /// - Throws: When the disk is full, or otherwise in the way. A closed pipe on standard output is no failure.
  mutating func replace(_ body: ((String) throws(Explanation) -> Void) throws(Explanation) -> Void) throws(Explanation)
  {
    if isOwned { ftruncate(descriptor, 0) }
    var buffer: [UInt8] = []
    let descriptor = descriptor
    let path = path
    func flush() throws(Explanation) {
      do throws(WriteError) {
        try Self.write(buffer, to: descriptor)
      } catch {
        if error.number == EPIPE { throw Explanation("", exitStatus: 0) }
        throw Explanation(
          "cannot write \(path)", why: systemError(error.number),
          next: error.number == ENOSPC ? "free some space, or another file with -o" : nil)
      }
      buffer.removeAll(keepingCapacity: true)
    }
    try body { (text: String) throws(Explanation) in
      buffer.append(contentsOf: text.utf8)
      if buffer.count > 1 << 16 { try flush() }
    }
    try flush()
  }

  /// A write(2) that failed.
  struct WriteError: Error {
    var number: Int32
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteError) {
    var written = 0
    while written < bytes.count {
      // Within the array by the loop's condition.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress.unsafelyUnwrapped + written, $0.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          // A terminal or pipe that the target made non-blocking: wait for room.
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe Glibc.poll(&poll, 1, 1000)
          continue
        }
        throw WriteError(number: errno)
      }
      written += count
    }
  }
}
