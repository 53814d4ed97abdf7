/// Whether a thread had an exception when its stack was read.
package enum ExceptionSight: Hashable, Sendable {
  /// One is on its way up the stack, or an `except`, `finally` or `with` is being run for one.
  case present
  case absent
  /// The thread moved while this was read, or it was not asked for.
  case unknown
}
