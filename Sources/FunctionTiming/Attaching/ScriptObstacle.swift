package import CPythonInspection

/// Why a process did not take the agent in by a script of its own (PEP 768).
package enum ScriptObstacle: Error, Hashable, Sendable {
  case request(ScriptRequest.Obstacle)
  /// It has another user, or cannot see our files: a namespace or capabilities lie between.
  case outOfReach
  /// A seccomp filter holds for it and not for us, and may end it for opening a file.
  case filtered
  /// Its main thread was in no Python code.
  case asleep
  /// Its main thread came to no safe point in time.
  case noAnswer(seconds: Double)
  /// Its main thread took the script up where no file can be opened, and went on. It may have told its standard error.
  ///
  /// `PyFile_OpenCode` imports by the `__import__` of the running frame, which there is none of in code without builtins:
  /// `collections.namedtuple` evaluates some.
  case notOpened
  /// Its C library is musl, for which the agent is not built.
  case musl
  /// A file for it could not be made.
  case file(TimingError)
}
