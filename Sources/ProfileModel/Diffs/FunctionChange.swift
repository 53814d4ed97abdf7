/// One function in two profiles.
package struct FunctionChange: Hashable, Sendable {
  /// Where it stands now; where it stood, when it is gone.
  package var function: FunctionIdentity
  /// nil where it has no samples there.
  package var base: FunctionSummary?
  package var new: FunctionSummary?

  package init(function: FunctionIdentity, base: FunctionSummary?, new: FunctionSummary?) {
    self.function = function
    self.base = base
    self.new = new
  }
}
