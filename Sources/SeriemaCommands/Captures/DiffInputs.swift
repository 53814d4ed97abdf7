internal import ProfileModel
internal import Reporting

/// The files of a `diff`: two recordings, two files of timings, or both.
struct DiffInputs {
  /// The older first.
  var captures: (base: String, new: String)?
  var timings: (base: String, new: String)?

  /// - Parameter paths: The base's before the new ones of each kind.
  /// - Throws: When there are not two of a kind.
  init(_ paths: [String]) throws(Explanation) {
    let timings = paths.filter(Self.isJSON)
    let captures = paths.filter { !Self.isJSON($0) }
    guard [0, 2].contains(timings.count), [0, 2].contains(captures.count) else {
      // What cannot be read may be of the kind that is missing.
      for path in captures where path != "-" { _ = try CaptureFile.open(path) }
      throw Explanation(
        "there are not two of a kind to compare",
        why:
          "\(String(count: captures.count, of: "recording")) and \(String(count: timings.count, of: "file")) of timings were given",
        next: "seriema diff base.seriema base.json new.seriema new.json", exitStatus: 64)
    }
    if timings.count == 2 { self.timings = (timings[0], timings[1]) }
    if captures.count == 2 { self.captures = (captures[0], captures[1]) }
  }

  /// The timings against each other; none where there are none.
  func comparisons() throws(Explanation) -> [TimingComparison] {
    guard let timings else { return [] }
    let base = try TimingSeries.read(timings.base)
    let new = try TimingSeries.read(timings.new)
    return [TimingComparison(base, new, titles: timings, level: .savedBaseline)]
  }

  /// Whether a file begins as a JSON document does; a pipe is taken for a recording, and so is what cannot be read.
  private static func isJSON(_ path: String) -> Bool {
    guard path != "-", let file = try? CaptureFile(path: path), file.size > 0 else { return false }
    let beginning = try? file.read(at: 0, count: 64)
    return beginning?.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
  }
}
