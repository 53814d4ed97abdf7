/// A process of the tree that was followed, with samples or without.
package struct SampledProcess: Hashable, Sendable {
  /// The kernel's id, as seen from the profiler's PID namespace.
  package var process: Int32
  /// Who started it; nil for the first.
  package var parent: Int32?
  /// Its command line, the program without its folder, as it was last seen.
  package var command: String
  package var reading: Reading
  package var ending: Ending

  /// What looking for CPython in it came to.
  package enum Reading: Hashable, Sendable {
    /// It was found, and samples were wanted; there may be none.
    case python
    /// Nothing that it had mapped was CPython.
    case notPython
    /// It could not be read, or has a CPython that is not supported.
    case notReadable
    /// It ended before it could be looked at.
    case tooShort
  }

  /// How it ended.
  package enum Ending: Hashable, Sendable {
    /// It had not when sampling did.
    case running
    case exited(Int32)
    case signalled(Int32)
    /// Nobody could tell any more.
    case unknown
  }

  package init(process: Int32, parent: Int32?, command: String, reading: Reading, ending: Ending) {
    self.process = process
    self.parent = parent
    self.command = command
    self.reading = reading
    self.ending = ending
  }
}
