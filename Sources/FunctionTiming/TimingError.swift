/// Why timing could not be prepared. `errno` is the system's number for the reason.
package enum TimingError: Error, Hashable, Sendable {
  /// No memory file for the agent or its results.
  case memoryFile(errno: Int32)
  /// The results could not be mapped.
  case mapping(errno: Int32)
  /// The file is nothing that a program's timing of itself writes, or of another version of it.
  case notABlock
  /// No folder for the bootstrap.
  case temporaryDirectory(path: String, errno: Int32)
  /// The folder's path has a colon, which would divide it in `PYTHONPATH`.
  case colonInTemporaryDirectory(path: String)
  /// More targets, or longer names, than the agent's tables hold.
  case tooManyTargets(count: Int, limit: Int)
  /// More functions with two bodies than the agent's table holds.
  case tooManyPairs(count: Int, limit: Int)
  /// A source of more bytes than the agent can be given.
  case tooLongSource(limit: Int)
}
