internal import ProfileModel
internal import Reporting

extension ReportArguments {
  /// The recording that `--diff-flamegraph` compares with; nil where it was not asked for. Read at once: nothing may fail
  /// later.
  ///
  /// - Parameter time: What the other's weights are times of.
  /// - Throws: When it cannot be read, or does not go together with the other.
  func base(comparedWith time: SampledTime) throws(Explanation) -> DifferencePage.Side? {
    guard let diffFlamegraph else { return nil }
    let file = try CaptureFile.open(diffFlamegraph)
    try CaptureFile.check(keeping: [file], writing: output)
    return try DifferencePage.Side(reading: file, comparedWith: time)
  }
}

extension DifferencePage.Side {
  /// Reads a capture.
  ///
  /// - Parameter time: What its weights have to be times of; nil for any.
  init(reading file: CaptureFile, comparedWith time: SampledTime? = nil) throws(Explanation) {
    let set = try CaptureSet(showingProgress: [file])
    if let time, set.profile.sampledTime != time { throw Explanation(mixing: [set.profile.sampledTime, time]) }
    self.init(title: file.path, profile: LineProfile(set.profile).profile, origin: set.origin)
  }
}
