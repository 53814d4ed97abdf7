internal import Glibc

/// A private folder with scripts, which other processes find through our descriptor of it.
///
/// A path through `/proc/PID/fd` to a plain file could be another's when we have ended and the number is given again; to a
/// name in a folder it cannot.
struct ScriptFolder: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var names: [String] = []

  /// - Parameter parent: The folder to make it in, absolute.
  init(in parent: String) throws(TimingError) {
    var template = Array("\(parent)/seriema-XXXXXX".utf8CString)
    // The pointer stays in the closure.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      // Writes into the template, which ends in a NUL.
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard made else { throw .temporaryDirectory(path: parent, errno: errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // Reads the path, which lives through the call.
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let number = errno
      _ = unsafe rmdir(path)
      throw .temporaryDirectory(path: path, errno: number)
    }
    self.path = path
    self.descriptor = descriptor
  }

  /// Writes a script.
  ///
  /// - Returns: Where others find it.
  mutating func add(_ text: [UInt8]) throws(TimingError) -> String {
    let name = "\(names.count)-\(UInt64.random(in: 0...UInt64.max)).py"
    // Reads the path, which lives through the call.
    let file = unsafe openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .temporaryDirectory(path: path, errno: errno) }
    let output = MemoryFile(adopting: file)
    names.append(name)
    try output.write(text)
    return "/proc/\(getpid())/fd/\(descriptor)/\(name)"
  }

  /// Takes folder and scripts away.
  func remove() {
    // Each reads its name, which lives through the call.
    for name in names { _ = unsafe unlinkat(descriptor, name, 0) }
    _ = unsafe rmdir(path)
  }

  deinit {
    remove()
    _ = close(descriptor)
  }
}
