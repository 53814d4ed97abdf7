/// Why a thread could not be borrowed, or did not do what it was to do. `errno` is the system's number for the reason.
package enum BorrowError: Error, Hashable, Sendable {
  /// The process, or every thread that was tried, is gone.
  case exited
  /// It may not be stopped.
  case refused(errno: Int32)
  /// No thread came to a place where it may be borrowed: allocators and the loader must not be entered twice.
  case noSafePlace(stops: Int, seconds: Double)
  /// It has a shadow stack, which borrowing would violate.
  case shadowStack
  /// Threads cannot be borrowed on this processor.
  case unknownProcessor
  /// A call did not return in time; the thread will go back to what it was doing when it has.
  case timedOut
  /// A call failed by a fault.
  case faulted
  /// A call that it made failed.
  case call(String, errno: Int32)
}
