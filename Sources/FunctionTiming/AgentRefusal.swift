/// Why the agent does not time a program that it reached.
package enum AgentRefusal: Hashable, Sendable {
  /// Every tool id of `sys.monitoring` that it may take has a holder: their names by id.
  case toolIDsTaken(holders: [Int: String])
  /// A build without the GIL.
  case freeThreaded
  /// Its C library is musl.
  case musl
  /// The interpreter could not load the agent, in its own words.
  case notLoaded(detail: String)
  /// The agent could not start: the text of the exception.
  case notStarted(detail: String)
  /// Another Seriema times the process.
  case timedByAnother
  /// A reason that this version does not know.
  case unknown(reason: UInt32)
}
