internal import CLinux
internal import Glibc

/// Files as another process sees them, and what its own say.
package enum ProcessFiles {
  /// What a file holds that a process calls by this path.
  ///
  /// - Parameters:
  ///   - path: From the process's root, or from the folder that it is in.
  ///   - limit: Bytes; a longer file is not read.
  /// - Returns: nil when there is no such regular file, or we may not read it.
  package static func contents(of path: String, in process: ProcessID, limit: Int) -> [UInt8]? {
    try? read(path, in: process, limit: limit).contents
  }

  /// A regular file, read.
  package struct FileReading: Sendable {
    package let contents: [UInt8]
    /// When what it holds, or what it is, changed last: nanoseconds since 1970-01-01 00:00 UTC.
    ///
    /// The later of `st_mtim` and `st_ctim`: an older file that takes its place keeps the one, and not the other.
    package let changedAtNanoseconds: Int64
  }

  /// What a file holds that a process calls by this path, and since when.
  ///
  /// - Parameters:
  ///   - path: From the process's root, or from the folder that it is in.
  ///   - limit: Bytes; a longer file is not read.
  /// - Throws: `.system` with the errno: `EINVAL` for what is no regular file, `EFBIG` for one that is longer.
  package static func read(
    _ path: String, in process: ProcessID, limit: Int
  ) throws(ProcessError) -> FileReading {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .system(call: "openat2", errno: EINVAL) }
    let root = "/proc/\(process)/\(path.hasPrefix("/") ? "root" : "cwd")"
    // Both strings are copied for the call, and end in a zero.
    let number = unsafe seriema_open_file_in(root, path)
    guard number >= 0 else { throw .system(call: "openat2", errno: -number) }
    let file = Descriptor(owning: number)
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .system(call: "fstat", errno: errno) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var contents: [UInt8] = []
    while contents.count <= limit {
      let count = try file.read(into: &bytes, at: contents.count)
      if count == 0 {
        let changed = max(nanoseconds(status.st_mtim), nanoseconds(status.st_ctim))
        return FileReading(contents: contents, changedAtNanoseconds: changed)
      }
      contents += bytes[..<count]
    }
    throw .system(call: "pread", errno: EFBIG)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Whether a path means the same file to a process and to us: it has our root folder and our mounts.
  package static func areShared(with process: ProcessID) -> Bool {
    var own = stat()
    var other = stat()
    guard unsafe stat("/proc/self/root", &own) == 0, unsafe stat("/proc/\(process)/root", &other) == 0,
      let mounts = link("/proc/self/ns/mnt")
    else { return false }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino && link("/proc/\(process)/ns/mnt") == mounts
  }

  /// `/proc/PID/cmdline`; empty when it cannot be read.
  package static func commandLine(of process: ProcessID) -> [String] {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/cmdline").readAll() else { return [] }
    // Each word ends in a zero; a program may have written anything there.
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    return words.last == "" ? words.dropLast() : words
  }

  /// Variables of `/proc/PID/environ`: as the process was started, without what it changed; nil when we may not see them.
  package static func environment(of process: ProcessID) -> [String: String]? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/environ").readAll() else { return nil }
    let pairs = bytes.split(separator: 0).compactMap { variable -> (String, String)? in
      guard let equals = variable.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let value = variable[variable.index(after: equals)...]
      return (String(decoding: variable[..<equals], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// What a symbolic link says; nil when there is none, or we may not see it.
  package static func link(_ path: String) -> String? {
    var text = [CChar](repeating: 0, count: 4096)
    // Writes at most as many bytes as the array has.
    let count = unsafe readlink(path, &text, text.count)
    return count > 0 ? String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }
}
