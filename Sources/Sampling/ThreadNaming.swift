internal import CPythonInspection
internal import LinuxProcess

/// Decides when Python's names of the threads are read, and reads them: soon after threads have come, for they get
/// their names a little after their first frames, and every second, for names may change.
struct ThreadNaming {
  private var reader: ThreadNameReader
  private var dueAt: UInt64 = 0
  private var pauseNanoseconds = Self.shortestPauseNanoseconds
  /// When the module was last looked for, and not only the threads in it.
  private var startedAt: UInt64?

  private static let shortestPauseNanoseconds: UInt64 = 1_000_000
  private static let longestPauseNanoseconds: UInt64 = 1_000_000_000
  /// Where the module was last found it still is, but for odd programs.
  private static let searchNanoseconds: UInt64 = 10_000_000_000
  /// Reading names may take this part of the time, however fast threads come and go.
  private static let costFactor: UInt64 = 100

  init(_ runtime: PythonRuntime) {
    reader = ThreadNameReader(runtime)
  }

  /// The list of threads has changed.
  mutating func noteChange(at now: UInt64) {
    dueAt = min(dueAt, max(now, earliest))
    pauseNanoseconds = Self.shortestPauseNanoseconds
  }

  /// Not before the last reading has been paid for.
  private var earliest: UInt64 = 0

  func isDue(at now: UInt64) -> Bool { now >= dueAt }

  /// Reads the names of threads.
  ///
  /// - Parameter threads: `PyThreadState`s.
  /// - Returns: Their names; those without one are missing.
  mutating func read(_ threads: [RemoteAddress], at now: UInt64) -> [RemoteAddress: String] {
    let isSearch = startedAt.map { now &- $0 >= Self.searchNanoseconds } ?? true
    let begun = MonotonicClock.nowNanoseconds
    let names = reader.names(of: threads, fromTheStart: isSearch)
    let cost = MonotonicClock.nowNanoseconds &- begun
    // As long as nothing was found the module may still be imported.
    if isSearch, !names.isEmpty { startedAt = now }
    earliest = now &+ cost &* Self.costFactor
    // A program may be long about naming a thread: it is asked again and again, ever more rarely.
    dueAt = max(earliest, now &+ pauseNanoseconds)
    pauseNanoseconds = min(pauseNanoseconds * 2, Self.longestPauseNanoseconds)
    return names
  }
}
