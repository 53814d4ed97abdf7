/// Names that the kernel keeps for threads.
package enum ThreadNames {
  /// `/proc/PID/task/TID/comm`: at most 15 bytes; nil when the thread is gone.
  package static func kernelName(of thread: ThreadID, in process: ProcessID) -> String? {
    guard let bytes = try? Descriptor(readingFrom: "/proc/\(process)/task/\(thread)/comm").readAll() else {
      return nil
    }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
