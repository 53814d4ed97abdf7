internal import ProfileModel

extension CaptureFile {
  /// - Throws: When it cannot be opened.
  static func open(_ path: String) throws(Explanation) -> CaptureFile {
    do throws(ReadError) {
      return try CaptureFile(path: path)
    } catch {
      throw Explanation(error, reading: path)
    }
  }

  /// - Parameter output: `-o`.
  /// - Throws: When a report would replace what it is made from.
  static func check(keeping files: [CaptureFile], writing output: String?) throws(Explanation) {
    guard let output, let file = files.first(where: { $0.isSame(as: output) }) else { return }
    throw Explanation(
      "cannot write \(output)", why: "\(file.path) is read from it", next: "another file with -o", exitStatus: 64)
  }
}

extension CaptureSet {
  /// Reads all of them once, with a line on the terminal where that takes long, and says which are not whole.
  ///
  /// - Throws: Also when one that is not whole leaves nothing to show.
  init(showingProgress files: [CaptureFile]) throws(Explanation) {
    let progress = ReplayProgress(files)
    try self.init(files) { progress.show($0, at: $1) }
    progress.clear()
    for (file, ending) in zip(files, endings) {
      if let warning = Explanation(ending, of: file.path, sampledFor: profile.ledger.elapsed) {
        if profile.nodes.isEmpty { throw Explanation(noSamplesBefore: ending, in: file.path) }
        StandardError().warn(warning)
      }
    }
  }
}
