import ProfileModel

@testable import Reporting

/// Source files that fit the functions and lines of a profile, with text of all kinds in them.
enum SourceDraft {
  /// Of every file of a profile but those in angle brackets, text that was last changed before `PageDraft` began.
  static func files(of profile: Profile) -> [String: SourceFile] {
    let files = Set(profile.functions.map(\.file)).filter { !$0.isEmpty }
    return Dictionary(
      uniqueKeysWithValues: files.map { file in
        (file, file.hasPrefix("<") ? .noFile : .text(text(of: file, in: profile), changedAt: changedAt))
      })
  }

  static let changedAt = Nanoseconds(1_690_000_000_000_000_000)

  static func text(of file: String, in profile: Profile) -> [UInt8] {
    let functions = profile.functions.filter { $0.file == file }
    let sampled = profile.frames.filter { profile.functions[$0.function].file == file }.map(\.line)
    let last = max(sampled.max() ?? 0, functions.map(\.firstLine).max() ?? 0) + 6
    let hostile = PageProfiles.hostileNames
    let lines = (1...last).map { number -> String in
      let text = hostile[number % hostile.count].prefix(80).filter { !$0.isNewline }
      if let function = functions.first(where: { $0.firstLine == number && $0.qualifiedName != "<module>" }) {
        return "    def \(function.qualifiedName.split(separator: ".").last ?? "f")(self, rows):"
      }
      if sampled.contains(number) { return "\t    total = add(rows[\(number)], \"\(text)\")" }
      return number % 5 == 0 ? "" : "        # \(number): \(text)"
    }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }
}
