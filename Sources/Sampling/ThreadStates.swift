internal import LinuxProcess

/// Says which threads run, from files of /proc that are kept open.
final class ThreadStates {
  private let process: ProcessID
  private var files: [ThreadID: ThreadStatFile] = [:]

  /// A dictionary cannot hold what cannot be copied.
  private final class ThreadStatFile {
    var stat: ThreadStat

    init(_ stat: consuming ThreadStat) {
      self.stat = stat
    }
  }

  /// More open files than this are of threads that have ended.
  private static let limit = 512

  init(of process: ProcessID) {
    self.process = process
  }

  /// Whether the thread runs or waits for a processor; false when it is gone.
  func isRunning(_ id: ThreadID) -> Bool {
    if let file = files[id] {
      if let isRunning = try? file.stat.isRunning() { return isRunning }
      files[id] = nil
    }
    if files.count >= Self.limit { files.removeAll() }
    guard let stat = try? ThreadStat(of: id, in: process) else { return false }
    let file = ThreadStatFile(stat)
    files[id] = file
    return (try? file.stat.isRunning()) ?? false
  }
}
