/// What a reading says of garbage collection by one thread.
package enum CollectionSight: Hashable, Sendable {
  /// Its interpreter does not collect, or it is known that another thread does.
  case none
  /// The thread collects, and so many of its frames, the innermost ones, were called by that: 3.15 and later.
  case inside(Int)
  /// Some thread of its interpreter collects, and nothing says which: it had the GIL when it began, and may have let go
  /// of it since, in a finalizer.
  ///
  /// - `hadGIL`: This thread has the GIL, or was the last to have it.
  /// - `hasRunPython`: It was seen to run Python code, or does not have the GIL: so if it collects, it is in a finalizer.
  /// - `ended`: Collections that have ended: what tells this one from another.
  case somewhere(hadGIL: Bool, hasRunPython: Bool, ended: UInt64)
}
