/// What a server calls a program, and the tags by which its hosts and the like are told apart.
///
/// Source: https://grafana.com/docs/pyroscope/latest/reference-server-api, and for the characters `api/model/labelset` of
/// https://github.com/grafana/pyroscope, and Prometheus' label names, which its distributor asks for.
package struct ApplicationName: Hashable, Sendable {
  package var name: String
  /// In the order in which they were given.
  package var tags: [Tag]

  package struct Tag: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// - Parameter text: `shop`, or `shop{env=staging,region=eu}`.
  /// - Returns: nil when it is none.
  package init?(_ text: String) {
    let brace = text.firstIndex(of: "{") ?? text.endIndex
    name = String(text[..<brace])
    tags = []
    guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isAllowed) else { return nil }
    guard brace != text.endIndex else { return }
    guard text.last == "}" else { return nil }
    let list = text[text.index(after: brace)...].dropLast()
    for tag in list.split(separator: ",", omittingEmptySubsequences: !list.contains(",")) {
      guard let equals = tag.firstIndex(of: "=") else { return nil }
      let (tagName, value) = (String(tag[..<equals]), String(tag[tag.index(after: equals)...]))
      guard Self.isTagName(tagName), Self.isTagValue(value) else { return nil }
      tags.append(Tag(name: tagName, value: value))
    }
  }

  /// The name that stands to reason for a program.
  ///
  /// - Parameter words: As it was started, by a shell or by us: `python3 -u app.py`, `-m json.tool`, `-- make`.
  package init(ofProgram words: [String]) {
    name = Self.sanitized(Self.program(of: words[...]))
    tags = []
  }

  /// Adds a tag unless there is one of that name; what may not stand in a value becomes `_`.
  package mutating func addDefault(_ tag: String, _ value: String) {
    guard !value.isEmpty, !tags.contains(where: { $0.name == tag }) else { return }
    tags.append(Tag(name: tag, value: String(value.map { Self.isTagValue(String($0)) ? $0 : "_" })))
  }

  /// As a server reads it.
  package var text: String {
    tags.isEmpty ? name : "\(name){\(tags.map { "\($0.name)=\($0.value)" }.joined(separator: ","))}"
  }

  // MARK: Programs

  private static let fallback = "python"
  private static let pythonOptionsWithValue: Set<Substring> = ["-W", "-X", "--check-hash-based-pycs"]

  private static func program(of words: ArraySlice<String>) -> Substring {
    var words = words
    if words.first == "--python" { words = words.dropFirst(2) }
    if words.first == "--" { words = words.dropFirst() }
    guard let first = words.first, !isProcess(first) else { return "" }
    if first != "-m", !lastPart(of: first[...]).hasPrefix("python") { return scriptName(first) }
    if first != "-m" { words = words.dropFirst() }
    while let word = words.popFirst() {
      if word == "-m" { return words.first?[...] ?? "" }
      // Code on the command line, or on standard input.
      if word == "-c" || word == "-" { return "" }
      if pythonOptionsWithValue.contains(word[...]) {
        words = words.dropFirst()
      } else if !word.hasPrefix("-") {
        return scriptName(word)
      }
    }
    return ""
  }

  /// `app` for `/srv/app.py` and for `/srv/app/__main__.py`.
  private static func scriptName(_ path: String) -> Substring {
    let last = lastPart(of: path[...])
    let name = last.hasSuffix(".py") ? last.dropLast(3) : last
    guard name == "__main__" else { return name }
    return lastPart(of: path.dropLast(last.count + 1))
  }

  private static func lastPart(of path: Substring) -> Substring {
    path.split(separator: "/").last ?? ""
  }

  private static func sanitized(_ text: Substring) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      if isAllowed(scalar) {
        name.unicodeScalars.append(scalar)
      } else if name.last != "_" {
        name.append("_")
      }
    }
    while let last = name.last, last == "_" { name.removeLast() }
    return name.isEmpty ? fallback : name
  }

  /// How a recording calls a process that was attached to; its number would be a new name each time.
  private static func isProcess(_ word: String) -> Bool {
    word.hasPrefix("process ") && word.dropFirst("process ".count).allSatisfy(\.isNumber)
  }

  // MARK: Characters

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    isWord(scalar) || scalar == "-" || scalar == "." || scalar == "/"
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  private static func isTagName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, !("0"..."9" ~= first), text != "__name__" else { return false }
    return text.unicodeScalars.allSatisfy(isWord)
  }

  private static func isTagValue(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f && !"{},=".unicodeScalars.contains($0) }
  }
}
