/// One line of one function, as it stands in a stack.
package struct Frame: Hashable, Sendable {
  /// Index into `Profile.functions`.
  package var function: Int
  /// The line being executed, from 1; 0 only where the code object has no lines at all.
  package var line: Int

  package init(function: Int, line: Int) {
    self.function = function
    self.line = line
  }
}
