package import ProfileModel

/// What a process that runs already has felt of being timed.
package struct TimingIntrusion: Hashable, Sendable {
  /// How long a thread of it was held.
  package var held: Nanoseconds
  /// How many stops it took to find a safe place.
  package var stops: Int
  /// Why it did not take the agent in by a script of its own; nil when it did, and before 3.14, which has no scripts.
  package var obstacle: ScriptObstacle?
}
