internal import ArgumentParser

/// `5%`, `5`, `0.5%`: a share of something.
struct PercentArgument: ExpressibleByArgument {
  /// Over 0; 0.05 is 5 %.
  let share: Double

  init?(argument: String) {
    let text = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
    guard let number = Double(text), number.isFinite, number > 0 else { return nil }
    share = number / 100
  }
}
