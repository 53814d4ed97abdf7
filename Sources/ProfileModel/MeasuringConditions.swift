/// What a measurement was made under, to tell whether another can be compared with it.
package struct MeasuringConditions: Hashable, Sendable {
  /// Nil where a file does not tell.
  package var machine: MachineIdentity?
  /// Such as `3.13.1`.
  package var pythonVersion: String?
  package var hasJIT: Bool
  /// What the timer takes was left in the times.
  package var isRaw: Bool
  /// The program and its arguments.
  package var command: [String]
  /// Nil outside of a repository.
  package var revision: Revision?

  /// A state of the program's source.
  package struct Revision: Hashable, Sendable {
    /// The full name of the commit.
    package var commit: String
    /// Files that the repository knows differ from the commit.
    package var hasLocalChanges: Bool

    package init(commit: String, hasLocalChanges: Bool) {
      self.commit = commit
      self.hasLocalChanges = hasLocalChanges
    }
  }

  package init(
    machine: MachineIdentity? = nil, pythonVersion: String? = nil, hasJIT: Bool = false, isRaw: Bool = false,
    command: [String] = [], revision: Revision? = nil
  ) {
    self.machine = machine
    self.pythonVersion = pythonVersion
    self.hasJIT = hasJIT
    self.isRaw = isRaw
    self.command = command
    self.revision = revision
  }
}
