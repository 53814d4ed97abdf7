import Foundation
import Synchronization

/// Keeps this process's descriptors, and those that it was started with, out of its children.
enum CloseOnExec {
  private static let spawning = Mutex<Void>(())

  /// A pipe that no child inherits: pipe2(2), which is not imported.
  static func pipe() throws -> (readingEnd: Int32, writingEnd: Int32) {
    try spawning.withLock { _ in
      var ends: [Int32] = [-1, -1]
      guard unsafe Foundation.pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return (ends[0], ends[1])
    }
  }

  /// Starts a child that gets only what it is given.
  static func withNothingInherited<Result>(_ spawn: () -> Result) -> Result {
    spawning.withLock { _ in
      let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      }
      return spawn()
    }
  }
}
