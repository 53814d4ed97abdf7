/// Why a thread could not be stopped.
package enum StopError: Error, Hashable, Sendable {
  case exited
  /// It did not come to a stop in time (it sleeps in the kernel, or gets no processor), but may still do so.
  case timedOut
  /// `EPERM` where another tracer has it, or tracing is not permitted.
  case refused(errno: Int32)
}
