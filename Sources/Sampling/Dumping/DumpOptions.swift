/// What a dump is to show, and what it may do for that.
package struct DumpOptions: Hashable, Sendable {
  /// Only the thread that the process began with.
  package var mainThreadOnly: Bool
  /// The variables of every frame as well.
  package var readsVariables: Bool
  /// Whether a mark stands in the stack where a garbage collection began.
  package var marksCollections: Bool
  /// Whether a thread may be stopped to be read.
  package var mayStop: Bool

  package init(
    mainThreadOnly: Bool = false, readsVariables: Bool = false, marksCollections: Bool = true, mayStop: Bool = true
  ) {
    self.mainThreadOnly = mainThreadOnly
    self.readsVariables = readsVariables
    self.marksCollections = marksCollections
    self.mayStop = mayStop
  }
}
