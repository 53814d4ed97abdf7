/// What `children.py` says of a child.
struct ChildLine {
  let process: Int32
  let milliseconds: Int

  static func lines(of text: String) throws -> [ChildLine] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 2, let process = Int32(words[0]), let milliseconds = Int(words[1]) else { return nil }
      return ChildLine(process: process, milliseconds: milliseconds)
    }
  }
}
