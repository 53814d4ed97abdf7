package import CPythonInspection

/// How far the agent came.
package enum AgentStatus: Hashable, Sendable {
  /// No interpreter started it: the program is not Python, is a Python that ignores its environment (`-E`, `-I`) or
  /// `site` (`-S`), or something between closed the descriptors.
  case notStarted
  /// The program is being timed, or ended without finalising Python, as by a signal.
  case running(python: PythonVersion)
  /// The launched interpreter finalised itself.
  case finished(python: PythonVersion)
  /// The program runs, untimed.
  case refused(AgentRefusal, python: PythonVersion)
  /// The interpreter has no `sys.monitoring`, and ended before the program began.
  case tooOld(python: PythonVersion)
  /// The process runs on without the agent.
  case left(python: PythonVersion)
}
