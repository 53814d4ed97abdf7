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
    NumberedFolders.names(in: "/proc/\(process)/task")
  }

  /// Whether a thread, by our id for it, is one of the process's.
  package static func isThread(_ thread: ThreadID, of process: ProcessID) -> Bool {
    unsafe access("/proc/\(process)/task/\(thread)", F_OK) == 0
  }

  /// What the thread with our id `own` gets from `gettid`; nil when it is gone.
  static func seen(_ own: Int32, in process: ProcessID) -> Int32? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/task/\(own)/status").readAll() else { return nil }
    return ProcessStatus(parsing: bytes).namespaceIDs.last
  }
}
