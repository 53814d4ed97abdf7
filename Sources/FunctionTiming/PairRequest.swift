/// A function whose body is to run by turns with another one.
package struct PairRequest: Hashable, Sendable {
  /// Where the other body comes from.
  package enum Body: Hashable, Sendable {
    /// The function of another target, which is the body after.
    case target(Int)
    /// The function of the same name in this source, which is the body before.
    case source([UInt8])
    /// The same, of a source that depends on where the function turns out to be.
    case sourceOnDemand
  }

  /// Which of the targets.
  package var target: Int
  package var body: Body
  /// What the other body is called: a revision, a file, or a target.
  package var label: String
  /// Some calls are made with both bodies, to compare what they give.
  package var checksResults: Bool
  /// What the order of each pair is drawn with.
  package var seed: UInt64

  package init(target: Int, body: Body, label: String, checksResults: Bool, seed: UInt64) {
    self.target = target
    self.body = body
    self.label = label
    self.checksResults = checksResults
    self.seed = seed
  }
}
