internal import Glibc

/// A file without a name, which is gone when it is closed, however we end.
enum TemporaryFile {
  /// - Returns: A descriptor to read and write; nil with `errno` set.
  static func open() -> Int32? {
    let folder = Environment.temporaryDirectory
    let unnamed = unsafe Glibc.open(folder, __O_TMPFILE | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
    if unnamed >= 0 { return unnamed }
    // Not every file system has files without names.
    var template = Array("\(folder)/seriema-XXXXXX".utf8CString)
    let named = unsafe mkstemp(&template)
    guard named >= 0 else { return nil }
    _ = fcntl(named, F_SETFD, FD_CLOEXEC)
    _ = unsafe unlink(&template)
    return named
  }
}
