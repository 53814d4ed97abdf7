import ProfileModel

/// What a time of one profile is to be expected to be in another, and how sure that is.
struct Expectation: Hashable, Sendable {
  let pace: Pace
  let before: SamplingError
  let now: SamplingError

  /// - Returns: What a time is now less what was to be expected, and the standard error of that, in seconds.
  func change(from old: Nanoseconds, to new: Nanoseconds) -> (excess: Double, error: Double) {
    // Where one side has none, its error is that of the other: nothing was seen, which is not nothing.
    let errors = [
      pace.ratio * before.seconds(of: old), now.seconds(of: new), pace.ratio * pace.relativeError * old.seconds,
    ]
    return (new.seconds - pace.ratio * old.seconds, errors.reduce(0) { $0 + $1 * $1 }.squareRoot())
  }
}
