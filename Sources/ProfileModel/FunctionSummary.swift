/// One function's part in a profile, all its lines and callers together.
package struct FunctionSummary: Hashable, Sendable {
  package var function: FunctionIdentity
  /// Samples in the function itself.
  package var own: Weight
  /// Samples in it or in what it called; recursion is counted once.
  package var total: Weight

  package init(function: FunctionIdentity, own: Weight = .zero, total: Weight = .zero) {
    self.function = function
    self.own = own
    self.total = total
  }
}
