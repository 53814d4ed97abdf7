internal import Glibc

/// `/proc/PID/task/TID/schedstat` of one thread, kept open so that reading it again costs one system call.
package struct ThreadSchedule: ~Copyable {
  private let descriptor: Descriptor
  private var text = [UInt8](repeating: 0, count: 80)

  /// What the scheduler has given a thread since it began.
  ///
  /// Source: `Documentation/scheduler/sched-stats.rst`, "/proc/<pid>/schedstat", and `proc_pid_schedstat` in
  /// `fs/proc/base.c`.
  package struct Reading: Hashable, Sendable {
    /// Nanoseconds on a processor. Of a thread that is on one, the kernel adds to them only when its timer ticks.
    package var runNanoseconds: UInt64
    /// Nanoseconds for which it could have run, and waited for a processor.
    package var waitNanoseconds: UInt64
    /// How often it was given a processor; it counts at once.
    package var turnCount: UInt64

    package init(runNanoseconds: UInt64, waitNanoseconds: UInt64, turnCount: UInt64) {
      self.runNanoseconds = runNanoseconds
      self.waitNanoseconds = waitNanoseconds
      self.turnCount = turnCount
    }
  }

  /// - Throws: `.exited` when there is no such thread, or no such file in this kernel.
  package init(of thread: ThreadID, in process: ProcessID) throws(ProcessError) {
    do throws(ProcessError) {
      descriptor = try Descriptor(readingFrom: "/proc/\(process)/task/\(thread)/schedstat")
    } catch .system(let call, let number) {
      throw ProcessAccess.error(number, from: call, on: process)
    }
  }

  private init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  /// - Throws: `.system` with `ESRCH` when the thread is gone, or with `EINVAL` when the file reads otherwise.
  package mutating func read() throws(ProcessError) -> Reading {
    let count = try descriptor.read(into: &text, at: 0)
    guard let reading = Reading(parsing: text[..<count]) else {
      throw .system(call: "pread", errno: EINVAL)
    }
    return reading
  }

  /// Whether this kernel keeps the account: without `CONFIG_SCHED_INFO` there is no such file, and where it is turned
  /// off, it holds zeros.
  package static func isKept(at path: String = "/proc/thread-self/schedstat") -> Bool {
    guard let descriptor = try? Descriptor(readingFrom: path) else { return false }
    var schedule = ThreadSchedule(descriptor)
    guard let reading = try? schedule.read() else { return false }
    // We run, so we were given a processor.
    return reading.turnCount > 0
  }
}

extension ThreadSchedule.Reading {
  /// Three decimal numbers; nil for anything else.
  package init?(parsing text: ArraySlice<UInt8>) {
    var index = text.startIndex
    // Without `split`, which allocates: this is read with every sample.
    guard let run = Self.number(in: text, &index), let wait = Self.number(in: text, &index),
      let turns = Self.number(in: text, &index)
    else { return nil }
    self.init(runNanoseconds: run, waitNanoseconds: wait, turnCount: turns)
  }

  private static func number(in text: ArraySlice<UInt8>, _ index: inout Int) -> UInt64? {
    while index < text.endIndex, text[index] == UInt8(ascii: " ") { index += 1 }
    let start = index
    var value: UInt64 = 0
    while index < text.endIndex, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") {
      value = value &* 10 &+ UInt64(text[index] - UInt8(ascii: "0"))
      index += 1
    }
    return index > start ? value : nil
  }
}
