/// What became of one thread's stack in one tick.
package enum StackOutcome: Hashable, Sendable {
  /// The frames are whole, and two copies of them agree, or the thread stood still.
  case complete
  /// The thread moved while it was copied: the frames are the outer ones on which two copies agree.
  case moved
  /// Frames lie where none were expected, so there is nothing yet: `readUnexpected` or `readStopped` goes for them.
  case unexpected
  /// No frame could be read.
  case failed(Reason)

  package enum Reason: Hashable, Sendable {
    /// The thread was leaving, or its memory was already gone.
    case unreadable
    /// More frames than any program has: the chain must be broken.
    case tooDeep
    /// A frame whose code is no code object, although the stack held still.
    case brokenFrame
  }
}
