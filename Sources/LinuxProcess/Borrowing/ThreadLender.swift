internal import Glibc

/// Finds a thread of a process that can be borrowed at a safe place.
package struct ThreadLender: Sendable {
  private let process: ProcessID
  private let guardian: BorrowingGuard
  private let notice: Int32
  /// Times that a thread was stopped, and for how long those were that were let go again, in nanoseconds.
  package private(set) var stops = 0
  package private(set) var heldNanoseconds: UInt64 = 0

  /// It takes microseconds where the thread has a processor, and as long as others have it where it has not.
  private static let stopTimeoutNanoseconds: UInt64 = 10_000_000_000
  private static let maximumStops = 2000

  /// - Throws: `.unknownProcessor`; `.noSafePlace` where no signal is left to tell the end of a call.
  package init(_ process: ProcessID, _ map: MemoryMap) throws(BorrowError) {
    guard BorrowedThread.isPossible else { throw .unknownProcessor }
    self.process = process
    guardian = BorrowingGuard(map, ProcessMemory(of: process))
    let handled = SignalSets(of: process)?.handled ?? 0
    // Those that are ignored unless they are handled: signal(7).
    guard let free = [SIGURG, SIGWINCH, SIGCHLD, SIGCONT].first(where: { handled >> UInt64($0 - 1) & 1 == 0 }) else {
      throw .noSafePlace(stops: 0, seconds: 0)
    }
    notice = free
  }

  /// Stops threads, those that wait first, until one is at a safe place.
  ///
  /// - Parameter limitNanoseconds: How long to look; each stop takes microseconds.
  package mutating func borrow(limitNanoseconds: UInt64) throws(BorrowError) -> BorrowedThread {
    let start = MonotonicClock.nowNanoseconds
    while true {
      let threads = candidates()
      if threads.isEmpty {
        // All of them may be where nothing interrupts them: waiting for a disk, or for a child to execute a program.
        if ProcessStatus.hasEnded(process) { throw .exited }
        try checkLimit(limitNanoseconds, since: start)
        pause()
      }
      for thread in threads {
        try checkLimit(limitNanoseconds, since: start)
        do throws(BorrowError) {
          stops += 1
          let begin = MonotonicClock.nowNanoseconds
          let borrowed = try BorrowedThread(
            stopping: thread, of: process, notice: notice, timeoutNanoseconds: Self.stopTimeoutNanoseconds)
          if guardian.permits(borrowed.doing) { return borrowed }
          heldNanoseconds += MonotonicClock.nowNanoseconds - begin
        } catch .exited {
          continue
        } catch .timedOut {
          continue
        }
        pause()
      }
    }
  }

  private func checkLimit(_ limitNanoseconds: UInt64, since start: UInt64) throws(BorrowError) {
    let elapsed = MonotonicClock.nowNanoseconds - start
    if elapsed > limitNanoseconds || stops >= Self.maximumStops {
      throw .noSafePlace(stops: stops, seconds: Double(elapsed) / 1e9)
    }
  }

  private func pause() {
    MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + UInt64.random(in: 20_000...300_000))
  }

  /// Threads in the order in which to try them: waiting, then running. One that cannot be interrupted is left out.
  private func candidates() -> [ThreadID] {
    var waiting: [ThreadID] = []
    var running: [ThreadID] = []
    for id in ThreadNumbers.own(of: process) {
      let path = "/proc/\(process)/task/\(id)"
      guard let bytes = try? Descriptor(readingFrom: "\(path)/stat").readAll(),
        let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count
      else { continue }
      switch bytes[end + 2] {
      case UInt8(ascii: "S"): waiting.append(ThreadID(id))
      case UInt8(ascii: "R"), UInt8(ascii: "T"): running.append(ThreadID(id))
      default: break
      }
    }
    return waiting + running
  }
}
