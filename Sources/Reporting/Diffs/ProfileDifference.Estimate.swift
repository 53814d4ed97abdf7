package import ProfileModel

extension ProfileDifference {
  /// By how much a function's time changed, and whether that is more than noise.
  package struct Estimate: Hashable, Sendable {
    /// Time now, less what was to be expected.
    package var excess: Nanoseconds
    /// Half of the 95 % interval of `excess`, from the numbers of samples.
    package var uncertainty: Nanoseconds
    package var verdict: Verdict
  }

  package enum Verdict: Hashable, Sendable {
    case new
    case gone
    case more
    case less
    /// Nothing that sampling, or a machine's mood, would not explain.
    case none

    /// As a reader is told.
    var word: String {
      switch self {
      case .new: "new"
      case .gone: "gone"
      case .more: "more"
      case .less: "less"
      case .none: "noise"
      }
    }
  }
}
