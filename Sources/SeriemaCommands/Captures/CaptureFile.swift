internal import Glibc
internal import ProfileModel

/// A file that a capture is read from, block by block.
final class CaptureFile {
  let path: String
  private let descriptor: Int32

  /// A file that cannot be opened or read.
  struct ReadError: Error {
    var number: Int32
  }

  /// - Parameter path: `-` is standard input.
  init(path: String) throws(ReadError) {
    self.path = path
    let opened = path == "-" ? dup(STDIN_FILENO) : unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw ReadError(number: errno) }
    if lseek(opened, 0, SEEK_CUR) >= 0 {
      descriptor = opened
      return
    }
    // Captures are read more than once, and a pipe cannot be.
    defer { close(opened) }
    descriptor = try Self.copy(of: opened)
  }

  /// - Parameter descriptor: A file of ours; stays the caller's.
  init(descriptor: Int32) throws(ReadError) {
    path = "the recording"
    self.descriptor = dup(descriptor)
    guard self.descriptor >= 0 else { throw ReadError(number: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// In bytes; 0 where it cannot be told.
  var size: Int {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Since 1970-01-01 00:00 UTC.
  var modifiedAt: Nanoseconds {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return .zero }
    return Nanoseconds(Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }

  /// Whether a path leads to this very file.
  func isSame(as path: String) -> Bool {
    var own = stat()
    var other = stat()
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &other) == 0 else { return false }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino
  }

  /// Fewer bytes than asked for only at the end of the file.
  func read(at offset: Int, count: Int) throws(ReadError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      // Within the array by the loop's condition.
      let read = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress.unsafelyUnwrapped + done, count - done, offset + done)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw ReadError(number: errno) }
      if read == 0 { break }
      done += read
    }
    if done < count { bytes.removeSubrange(done...) }
    return bytes
  }

  private static func copy(of pipe: Int32) throws(ReadError) -> Int32 {
    guard let file = TemporaryFile.open() else { throw ReadError(number: errno) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(pipe, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count == 0 { return file }
      do throws(OutputFile.WriteError) {
        guard count > 0 else { throw OutputFile.WriteError(number: errno) }
        try OutputFile.write(Array(chunk[..<count]), to: file)
      } catch {
        close(file)
        throw ReadError(number: error.number)
      }
    }
  }
}
