import ProfileModel

/// A line of source as a dump shows it: without its indentation, and with a mark below the part that is running.
struct SourceExcerpt {
  let line: String
  /// Blanks and `^`; empty where the part is not known, or is all of the line.
  let mark: String

  /// Longer lines are shown in part, around what is marked.
  private static let limit = 200
  private static let context = 60

  /// - Parameters:
  ///   - text: The line `span.line` of the file.
  init(_ text: String, _ span: SourceSpan) {
    let bytes = Array(text.utf8)
    let end = bytes.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? 0
    let start = bytes[..<end].firstIndex { !Self.isBlank($0) } ?? end
    var from = start
    var to = end
    var marked: Range<Int>?
    if let column = span.column, let endColumn = span.endColumn {
      // An expression of several lines is marked in the first of them.
      let last = span.endLine == span.line ? endColumn : end
      if column >= start, column < last, last <= end { marked = column..<last }
    }
    if to - from > Self.limit {
      from = max(start, min(marked?.lowerBound ?? start, end) - Self.context)
      to = min(end, from + Self.limit)
    }
    let lead = from > start ? "…" : ""
    let shownMark = marked.map { max($0.lowerBound, from)..<max(min($0.upperBound, to), from) }
    let before = Self.shown(bytes[from..<(shownMark?.lowerBound ?? from)])
    let inside = shownMark.map { Self.shown(bytes[$0]) } ?? ""
    let after = Self.shown(bytes[(shownMark?.upperBound ?? from)..<to])
    line = lead + before + inside + after + (to < end ? "…" : "")
    let isAll = marked == start..<end
    mark =
      inside.isEmpty || isAll
      ? ""
      : String(repeating: " ", count: (lead + before).cellWidth) + String(repeating: "^", count: inside.cellWidth)
  }

  private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    // A tab in the middle of a line is as good as a blank, and its width is known.
    UntrustedText(String(decoding: bytes.map { $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self)).visible
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0c || byte == 0x0d }
}
