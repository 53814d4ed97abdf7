/// A sentence of a report, broken between words to fit a width.
struct Paragraph: Hashable, Sendable {
  let text: String
  let role: TextRole

  init(_ text: String, role: TextRole = .body) {
    self.text = text
    self.role = role
  }

  /// The sentence in lines; the second and further ones are indented, and a word wider than a line stays whole.
  /// - Parameter width: Cells that a line may take; nil for as many as it needs.
  func lines(width: Int?, style: TextStyle) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words {
      let cells = word.cellWidth
      if let width, !line.isEmpty, used + 1 + cells > width {
        lines.append(line)
        line = "  " + word
        used = 2 + cells
      } else {
        line += (line.isEmpty ? "" : " ") + word
        used = line.cellWidth
      }
    }
    return (lines + [line]).map { style.set($0, as: role) }
  }

  /// The words between which a line may end; a number and its unit are one.
  private var words: [String] {
    var words: [String] = []
    for part in text.split(separator: " ", omittingEmptySubsequences: false) {
      if Paragraph.units.contains(part.prefix { !$0.isPunctuation || $0 == "%" }), words.last?.last?.isNumber == true {
        words[words.count - 1] += " " + part
      } else {
        words.append(String(part))
      }
    }
    return words
  }

  private static let units: Set<Substring> = ["ns", "µs", "ms", "s", "min", "h", "Hz", "kHz", "MHz", "GHz", "%"]
}
