internal import Glibc

/// The signals that the calling thread blocks, and that a child of it will block too.
package enum SignalMask {
  /// Blocks none: threads of the test runner's pool block nearly all.
  package static func clear() {
    var none = sigset_t()
    // Both only write to `none` or read it.
    unsafe sigemptyset(&none)
    _ = unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
  }
}
