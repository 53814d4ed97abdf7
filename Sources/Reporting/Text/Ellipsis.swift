/// Where a text that is too long gives way; the place shows `…`.
enum Ellipsis: Hashable, Sendable {
  /// For names: both their class and their last word say much.
  case middle
  /// For paths and lines: their end says most.
  case leading

  /// `text` in at most `width` cells, and at least the mark.
  func shorten(_ text: String, to width: Int) -> String {
    guard text.cellWidth > width else { return text }
    let room = max(0, width - 1)
    let head = self == .leading ? 0 : room / 2
    var front = ""
    var used = 0
    for character in text {
      guard used + character.cellWidth <= head else { break }
      front.append(character)
      used += character.cellWidth
    }
    var back: [Character] = []
    for character in text.reversed() {
      guard used + character.cellWidth <= room else { break }
      back.append(character)
      used += character.cellWidth
    }
    return front + "…" + String(back.reversed())
  }
}
