internal import Glibc

/// The kernel's ids of a process's threads, as the process itself sees them.
package enum ThreadNumbers {
  /// What `gettid` returns in each thread; empty when the process is gone.
  ///
  /// Source: `/proc/PID/task`, and the last number of `NSpid` in its `status` files for another PID namespace.
  package static func all(of process: ProcessID) -> Set<Int32> {
    let ours = own(of: process)
    let status = try? ProcessStatus(of: process)
    guard let status, status.namespaceIDs.count > 1 else { return Set(ours) }
    return Set(ours.compactMap { seen($0, in: process) })
  }

  /// The ids in our PID namespace; empty when the process is gone.
  static func own(of process: ProcessID) -> [Int32] {
    guard let folder = unsafe opendir("/proc/\(process)/task") else { return [] }
    defer { unsafe closedir(folder) }
    var all: [Int32] = []
    // The entry is valid up to the next call; its name ends with a zero byte within the structure.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = Int32(name) { all.append(number) }
    }
    return all
  }

  /// What the thread with our id `own` gets from `gettid`; nil when it is gone.
  static func seen(_ own: Int32, in process: ProcessID) -> Int32? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/task/\(own)/status").readAll() else { return nil }
    return ProcessStatus(parsing: bytes).namespaceIDs.last
  }
}
