internal import LinuxProcess

/// Says which threads run, from files of /proc that are kept open.
final class ThreadStates {
  private let process: ProcessID
  private var files: [ThreadID: ThreadStatFile] = [:]

  /// A dictionary cannot hold what cannot be copied.
  private final class ThreadStatFile {
    var stat: ThreadStat
    var wasRunning = false
    var checkedAt: UInt64 = 0

    init(_ stat: consuming ThreadStat) {
      self.stat = stat
    }
  }

  /// More open files than this are of threads that have ended.
  private static let limit = 512
  /// Asking costs as much as reading a stack does, so at high rates not every sample asks.
  private static let lifetimeNanoseconds: UInt64 = 800_000

  init(of process: ProcessID) {
    self.process = process
  }

  /// Whether the thread runs or waits for a processor; false when it is gone.
  ///
  /// - Parameters:
  ///   - now: `CLOCK_MONOTONIC` in nanoseconds; what was seen less than a millisecond before still holds.
  ///   - isAsked: Whether to ask the kernel all the same.
  func isRunning(_ id: ThreadID, at now: UInt64, isAsked: Bool = false) -> Bool {
    guard let file = files[id] ?? open(id) else { return false }
    guard isAsked || now &- file.checkedAt >= Self.lifetimeNanoseconds else { return file.wasRunning }
    guard let isRunning = try? file.stat.isRunning() else {
      files[id] = nil
      return false
    }
    file.wasRunning = isRunning
    file.checkedAt = now
    return isRunning
  }

  private func open(_ id: ThreadID) -> ThreadStatFile? {
    if files.count >= Self.limit { files.removeAll() }
    guard let stat = try? ThreadStat(of: id, in: process) else { return nil }
    let file = ThreadStatFile(stat)
    files[id] = file
    return file
  }
}
