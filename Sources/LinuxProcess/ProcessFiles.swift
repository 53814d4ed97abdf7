internal import CLinux

/// Files as another process sees them, and what its own say.
package enum ProcessFiles {
  /// What a file holds that a process calls by this path.
  ///
  /// - Parameters:
  ///   - path: From the process's root, or from the folder that it is in.
  ///   - limit: Bytes; a longer file is not read.
  /// - Returns: nil when there is no such regular file, or we may not read it.
  package static func contents(of path: String, in process: ProcessID, limit: Int) -> [UInt8]? {
    guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
    let root = "/proc/\(process)/\(path.hasPrefix("/") ? "root" : "cwd")"
    // Both strings are copied for the call, and end in a zero.
    let number = unsafe seriema_open_file_in(root, path)
    guard number >= 0 else { return nil }
    let file = Descriptor(owning: number)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var contents: [UInt8] = []
    while contents.count <= limit {
      guard let count = try? file.read(into: &bytes, at: contents.count) else { return nil }
      if count == 0 { return contents }
      contents += bytes[..<count]
    }
    return nil
  }

  /// `/proc/PID/cmdline`; empty when it cannot be read.
  package static func commandLine(of process: ProcessID) -> [String] {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/cmdline").readAll() else { return [] }
    // Each word ends in a zero; a program may have written anything there.
    let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    return words.last == "" ? words.dropLast() : words
  }
}
