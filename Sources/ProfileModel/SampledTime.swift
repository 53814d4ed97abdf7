/// Which of a program's time a profile is about: what the times of its nodes are times of.
package enum SampledTime: Hashable, Sendable {
  /// All of it, idle or not.
  case wall
  /// Time on a processor, as the kernel counts it.
  case cpu
  /// Time in which a thread had the GIL.
  case gil
  /// Time in which a thread had an exception.
  case exception
}
