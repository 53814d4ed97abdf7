internal import Glibc

/// A file of text that a user named.
enum InputFile {
  /// A file that cannot be opened or read.
  struct ReadError: Error {
    var number: Int32
  }

  /// All of it; what is not UTF-8 is replaced.
  static func read(_ path: String) throws(ReadError) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadError(number: errno) }
    defer { close(descriptor) }
    return try read(descriptor)
  }

  /// All of it.
  static func readBytes(_ path: String) throws(ReadError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadError(number: errno) }
    defer { close(descriptor) }
    return try readBytes(descriptor)
  }

  /// What is left of it, or of a pipe until its other end is closed.
  static func read(_ descriptor: Int32) throws(ReadError) -> String {
    String(decoding: try readBytes(descriptor), as: UTF8.self)
  }

  /// The same as it is.
  static func readBytes(_ descriptor: Int32) throws(ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ReadError(number: errno) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
