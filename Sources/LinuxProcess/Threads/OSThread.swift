internal import Glibc

/// A thread of the operating system with work of its own, for what is bound to one: a tracer, a sampling loop.
package struct OSThread: ~Copyable {
  private let thread: pthread_t

  private final class Work {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Starts it.
  ///
  /// - Throws: `.system` with the error of pthread_create(3).
  package init(_ body: @escaping @Sendable () -> Void) throws(ProcessError) {
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body))
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        // Retained for this thread alone, just before it was made.
        if let argument = unsafe argument { unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      throw .system(call: "pthread_create", errno: code)
    }
    self.thread = thread
  }

  /// Waits until its work is done.
  package consuming func join() {
    _ = pthread_join(thread, nil)
  }
}
