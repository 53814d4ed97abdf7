/// The string table of a `profile.proto`: each text once, the first one empty.
struct PprofStrings: Sendable {
  private(set) var texts = [""]
  private var known = ["": 0]

  mutating func index(of text: String) -> Int64 {
    if let index = known[text] { return Int64(index) }
    known[text] = texts.count
    texts.append(text)
    return Int64(texts.count - 1)
  }
}
