internal import Glibc

/// The kernel's ids of a process's threads, as the process itself sees them.
package enum ThreadNumbers {
  /// What `gettid` returns in each thread; empty when the process is gone.
  ///
  /// Source: `/proc/PID/task`, and the last number of `NSpid` in its `status` files for another PID namespace.
  package static func all(of process: ProcessID) -> Set<Int32> {
    guard let folder = unsafe opendir("/proc/\(process)/task") else { return [] }
    defer { unsafe closedir(folder) }
    let isElsewhere = (numbers(in: "/proc/\(process)/status")?.count ?? 1) > 1
    var all: Set<Int32> = []
    // The entry is valid up to the next call; its name ends with a zero byte within the structure.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let number = Int32(name) else { continue }
      if !isElsewhere {
        all.insert(number)
      } else if let own = numbers(in: "/proc/\(process)/task/\(number)/status")?.last {
        all.insert(own)
      }
    }
    return all
  }

  /// `NSpid`: the ids in each namespace from ours down to its own.
  private static func numbers(in path: String) -> [Int32]? {
    guard let bytes = try? Descriptor(readingFrom: path).readAll() else { return nil }
    let prefix = Array("NSpid:".utf8)
    guard let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: prefix) }) else {
      return nil
    }
    return String(decoding: line.dropFirst(prefix.count), as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { Int32($0) }
  }
}
