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
