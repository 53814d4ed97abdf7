package import ProfileModel

/// What pushing came to.
package struct PushSummary: Hashable, Sendable {
  /// Profiles that the server has taken, and the stretches of time that they are of.
  package var pushed = 0
  package var pushedTime = Nanoseconds.zero
  /// Those that it has not, and never will.
  package var lost = 0
  package var lostTime = Nanoseconds.zero
  /// Why the last one was not taken at once.
  package var lastFailure: PushFailure?

  package init() {}
}
