/// GitHub's Markdown.
enum Markdown {
  /// A table and a list, without line ends.
  static func lines(titles: [String], isNumber: [Bool], rows: [[String]], notes: [String]) -> [String] {
    let rule = isNumber.map { $0 ? "---:" : "---" }
    let body = rows.isEmpty ? [] : [titles, rule] + rows
    return body.enumerated().map { line($0.element, isRule: $0.offset == 1) } + (body.isEmpty ? [] : [""])
      + notes.map { "- " + escaped($0) }
  }

  private static func line(_ cells: [String], isRule: Bool) -> String {
    "| " + cells.map { isRule ? $0 : escaped($0) }.joined(separator: " | ") + " |"
  }

  /// Text that Markdown shows as it is.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>|#~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
