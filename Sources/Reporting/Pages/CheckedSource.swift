import ProfileModel

/// What a page shows of a source file: its lines, or why it does not show them.
struct CheckedSource: Sendable {
  /// Empty where there are lines to show.
  let explanation: String
  /// Zero where it is not known.
  let changedAt: Nanoseconds
  private(set) var lines: [String] = []
  /// What the lines were made of; nil where they are not shown.
  private var read: SourceLines?

  /// - Parameters:
  ///   - functions: Those of the file.
  ///   - sampled: Lines of the file that were seen running.
  ///   - knowsBeginnings: Whether functions begin at their first lines; else somewhere before.
  init(_ source: SourceFile, functions: [FunctionIdentity], sampled: [Int], knowsBeginnings: Bool) {
    changedAt = source.changedAt
    guard case .text(let bytes, _) = source else {
      explanation = source.explanation
      return
    }
    let read = SourceLines(bytes)
    if let misfit = read.misfit(functions: functions, sampled: sampled, knowsBeginnings: knowsBeginnings) {
      explanation = "the file is not what ran: line \(misfit) of it is something else"
    } else {
      explanation = ""
      lines = read.lines
      self.read = read
    }
  }

  /// Where in a line as it is shown the character is that begins at a byte of it, in units of UTF-16.
  ///
  /// - Returns: nil where that is not known, or the line is not shown.
  func column(ofByte byte: Int, in number: Int) -> Int? {
    lines.indices.contains(number - 1) && !lines[number - 1].isEmpty ? read?.column(ofByte: byte, in: number) : nil
  }

  /// Of each file of a profile, by `co_filename`.
  ///
  /// - Parameter sources: What there is of them; missing ones count as no file.
  static func all(of profile: Profile, _ sources: [String: SourceFile]) -> [String: CheckedSource] {
    let functions = Dictionary(grouping: profile.functions, by: \.file)
    let frames = Dictionary(grouping: profile.frames) { profile.functions[$0.function].file }
    return functions.reduce(into: [:]) { checked, file in
      checked[file.key] = CheckedSource(
        sources[file.key] ?? .noFile, functions: file.value, sampled: (frames[file.key] ?? []).map(\.line),
        knowsBeginnings: profile.knowsBeginnings)
    }
  }

  /// The same with nothing on all lines but these; what is behind them is left out.
  func keeping(_ numbers: Set<Int>) -> CheckedSource {
    var kept = self
    let count = min(numbers.max() ?? 0, lines.count)
    kept.lines = lines.prefix(count).enumerated().map { numbers.contains($0.offset + 1) ? $0.element : "" }
    return kept
  }
}
