/// What `children.py` says of a child.
struct ChildLine {
  let process: Int32
  let milliseconds: Int
  /// What its work took in the end; nil while it works.
  let elapsed: Int?

  /// Those of all children, in the order of their starts.
  static func lines(of text: String) -> [ChildLine] {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    return lines.compactMap { words in
      guard words.count == 2, let process = Int32(words[0]), let milliseconds = Int(words[1]) else { return nil }
      let end = lines.first { $0.count == 3 && $0[0] == "ended" && $0[1] == words[0] }
      return ChildLine(process: process, milliseconds: milliseconds, elapsed: end.flatMap { Int($0[2]) })
    }
  }
}
