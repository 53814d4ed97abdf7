/// A frame of a dump: where it is in the source, and its variables.
package struct DumpedFrame: Hashable, Sendable {
  package var function: FunctionIdentity
  package var span: SourceSpan
  /// The text of the lines from `span.line` on, as the file has it now; empty where it could not be read.
  package var source: [String]
  /// nil where they were not asked for.
  package var variables: Variables?

  package struct Variables: Hashable, Sendable {
    package var values: [DumpedVariable]
    /// How many are not among them.
    package var leftOut: Int
    /// Why these are not all.
    package var shortage: Shortage?

    package init(_ values: [DumpedVariable] = [], leftOut: Int = 0, shortage: Shortage? = nil) {
      self.values = values
      self.leftOut = leftOut
      self.shortage = shortage
    }
  }

  /// Why variables are missing.
  package enum Shortage: Hashable, Sendable {
    /// There are more than are shown.
    case tooMany
    /// The thread may not be kept waiting for longer.
    case timeIsUp
    /// The thread could not be stopped, so they might not be the frame's.
    case notStopped
    case unreadable
  }

  package init(
    function: FunctionIdentity, span: SourceSpan, source: [String] = [], variables: Variables? = nil
  ) {
    self.function = function
    self.span = span
    self.source = source
    self.variables = variables
  }
}
