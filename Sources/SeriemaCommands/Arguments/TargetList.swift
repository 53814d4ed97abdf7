/// The targets of a `-t`: one, or with `-t @FILE` those of a file, one a line; `#` begins a comment.
enum TargetList {
  /// The targets that a word stands for.
  ///
  /// - Throws: When the file cannot be read or names none.
  static func expand(_ word: String) throws(Explanation) -> [String] {
    guard word.hasPrefix("@") else { return [word] }
    let path = String(word.dropFirst())
    let targets = try read(path).map { line in
      (line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? "").trimmed
    }.filter { !$0.isEmpty }
    guard !targets.isEmpty else {
      throw Explanation(
        "there is no target in \(path)", why: "it has no line that is not empty or a comment",
        next: "one target a line, such as app:parse", exitStatus: 64)
    }
    return targets
  }

  /// The lines of a file.
  static func read(_ path: String) throws(Explanation) -> [Substring] {
    do throws(InputFile.ReadError) {
      return try InputFile.read(path).split(separator: "\n")
    } catch {
      throw Explanation("cannot read the targets in \(path)", why: systemError(error.number))
    }
  }
}

extension Substring {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\r" }
    return String(self.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
