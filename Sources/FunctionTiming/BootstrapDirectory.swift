import Glibc

/// A private folder with the `sitecustomize.py` that starts the agent.
///
/// It stays as long as this value, because Pythons that the program starts come to it as well.
struct BootstrapDirectory: ~Copyable {
  let path: String

  /// - Parameter parent: The folder to make it in, absolute.
  init(in parent: String) throws(TimingError) {
    guard !parent.contains(":") else { throw .colonInTemporaryDirectory(path: parent) }
    var template = Array("\(parent)/seriema-XXXXXX".utf8CString)
    // The pointer stays in the closure.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      // Writes into the template, which ends in a NUL.
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard made else { throw .temporaryDirectory(path: parent, errno: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Puts the bootstrap in.
  ///
  /// - Parameter settings: What `SERIEMA_AGENT` is set to, for interpreters of a program that has cleared its environment.
  func fill(bootstrap: [UInt8], settings: String) throws(TimingError) {
    try Self.write(bootstrap, to: file)
    try Self.write(Array(settings.utf8), to: settingsFile)
    // A plain file where Python would make a folder for compiled modules: so it writes none.
    try Self.write([], to: cacheBlocker)
  }

  deinit {
    // Each reads its path, which lives through the call.
    _ = unsafe unlink(file)
    _ = unsafe unlink(settingsFile)
    _ = unsafe unlink(cacheBlocker)
    _ = unsafe rmdir(path)
  }

  private var file: String { "\(path)/sitecustomize.py" }
  private var settingsFile: String { "\(path)/settings" }
  private var cacheBlocker: String { "\(path)/__pycache__" }

  private static func write(_ bytes: [UInt8], to path: String) throws(TimingError) {
    // Reads the path, which lives through the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .temporaryDirectory(path: path, errno: errno) }
    defer { _ = close(descriptor) }
    // The pointer stays in the closure.
    let written = unsafe bytes.withUnsafeBytes { buffer in
      // Reads the buffer, which lives through the call.
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
    guard written == bytes.count else { throw .temporaryDirectory(path: path, errno: errno) }
  }
}
