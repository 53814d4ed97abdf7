internal import Glibc

/// A file for a report, opened before the program starts so that a mistake costs nothing.
struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool
  /// It was not there before, and nothing has been written to it.
  private var isUnused = false
  /// Folders that were made for it, the outermost first.
  private var madeFolders: [String] = []

  /// Opens it for writing; what it holds is kept until the first byte is written. `-` is standard output.
  ///
  /// - Throws: When it cannot be written.
  init(path: String) throws(Explanation) {
    try self.init(path: path, making: [])
  }

  /// The same in folders that may not be there yet, the outermost first.
  init(path: String, making folders: [String]) throws(Explanation) {
    self.path = path
    for folder in folders {
      if unsafe mkdir(folder, 0o777) == 0 {
        madeFolders.append(folder)
        continue
      }
      let number = errno
      if number == EEXIST, Self.isFolder(folder) { continue }
      throw Self.unwritable(folder, number == EEXIST ? ENOTDIR : number, leaving: madeFolders)
    }
    if path == "-" {
      descriptor = STDOUT_FILENO
      isOwned = false
      return
    }
    let opened = Self.open(path, isNew: &isUnused)
    guard opened >= 0 else {
      throw Self.unwritable(path, errno, leaving: madeFolders)
    }
    descriptor = opened
    isOwned = true
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Says that there will be no such file, and removes the folders that were made for it.
  private static func unwritable(_ path: String, _ number: Int32, leaving folders: [String]) -> Explanation {
    for folder in folders.reversed() { _ = unsafe rmdir(folder) }
    return Explanation(
      "cannot write \(path)", why: systemError(number), next: "another file with -o, or a folder that you may write to")
  }

  private static func open(_ path: String, isNew: inout Bool) -> Int32 {
    // Captures are read back when other reports want their samples.
    let access = O_RDWR | O_CREAT | O_CLOEXEC
    let created = unsafe Glibc.open(path, access | O_EXCL, 0o666)
    isNew = created >= 0
    if isNew || errno != EEXIST { return created }
    var status = stat()
    let isSpecial = unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let opened = isSpecial ? -1 : unsafe Glibc.open(path, access, 0o666)
    // A pipe, a device, or a file that may only be written.
    return opened >= 0 ? opened : unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC)
  }

  deinit {
    if isUnused {
      _ = unsafe unlink(path)
      for folder in madeFolders.reversed() { _ = unsafe rmdir(folder) }
    }
    if isOwned { close(descriptor) }
  }

  /// Empties it, for somebody who writes to it from now on.
  ///
  /// - Returns: Its descriptor, which stays with it.
  mutating func take() -> Int32 {
    isUnused = false
    if isOwned { ftruncate(descriptor, 0) }
    return descriptor
  }

  /// Replaces what the file held by what `body` writes.
  ///
  /// - Throws: When the disk is full, or otherwise in the way; without words where a pipe was closed.
  mutating func replace(_ body: (OutputSink) throws(Explanation) -> Void) throws(Explanation) {
    let sink = OutputSink(path: path, descriptor: take())
    try body(sink)
    try sink.flush()
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
