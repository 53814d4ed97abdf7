import ProfileModel

extension ProfileDifference {
  /// How many functions changed in themselves.
  var summary: String {
    let changed = rows.filter { $0.own.verdict != .none }.count
    return changed == 0
      ? "no function changed by more than the noise of sampling and one per cent of all time"
      : "\(String(count: changed, of: "function")) changed"
  }

  /// What the figures are, and what else is different.
  var explanations: [String] {
    let pace =
      "changed by: time in the function itself, less what it would be had it changed as the median function did "
      + "(×\(pace.digits(decimals: 3)), which is taken for the machine's doing) ± 95 % from the numbers of samples"
    return base.pythonVersion == new.pythonVersion
      ? [pace] : [pace, "the two were run by different versions of Python"]
  }
}
