internal import CLinux
internal import Glibc

/// A thread that stands still until this goes out of scope.
///
/// Should we be killed meanwhile, the kernel lets it go on: it was seized, not attached to. A signal that was about
/// to be delivered is delivered when it goes on.
package struct StoppedThread: ~Copyable {
  package let id: ThreadID
  /// When it was last seen running, in nanoseconds of `CLOCK_MONOTONIC`: it has stood still since then at the longest.
  package let sinceNanoseconds: UInt64
  private let signal: Int32

  /// Stops `thread`.
  ///
  /// A tracer is one OS thread: stop and let go on the same one.
  /// - Parameter keepingExit: The exit of this thread is collected by somebody else; leave it to them.
  /// - Throws: `.exited` when it is gone; `.timedOut` when it did not stop within `timeoutNanoseconds`: then
  ///   `PendingStop` must be finished; `.refused`.
  package init(
    stopping thread: ThreadID, timeoutNanoseconds: UInt64, keepingExit: Bool
  ) throws(StopError) {
    var result = seriema_stop()
    let code = unsafe seriema_stop_thread(thread.rawValue, timeoutNanoseconds, keepingExit ? 0 : 1, &result)
    try self.init(thread, result, code)
  }

  /// Waits for a stop that timed out before.
  package init(
    finishing pending: PendingStop, timeoutNanoseconds: UInt64
  ) throws(StopError) {
    var result = seriema_stop()
    let code = unsafe seriema_finish_stop(
      pending.thread.rawValue, timeoutNanoseconds, pending.keepingExit ? 0 : 1, &result)
    try self.init(pending.thread, result, code)
  }

  private init(_ thread: ThreadID, _ result: seriema_stop, _ code: Int32) throws(StopError) {
    switch code {
    case 0 where result.stopped == 1: break
    case 0: throw .exited
    case -ETIMEDOUT: throw .timedOut
    default: throw .refused(errno: -code)
    }
    id = thread
    signal = result.signal
    sinceNanoseconds = result.since_ns
  }

  deinit {
    // Fails only when the thread is gone.
    _ = seriema_resume_thread(id.rawValue, signal)
  }
}

/// A tracer is bound to its OS thread.
@available(*, unavailable) extension StoppedThread: Sendable {}
