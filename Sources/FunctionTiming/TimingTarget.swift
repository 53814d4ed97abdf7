/// A function that a user asked to time: where it is, and its name there.
package struct TimingTarget: Hashable, Sendable {
  /// Where the function is defined.
  package enum Place: Hashable, Sendable {
    /// `__name__` of its module, or of the module that runs as `__main__`.
    case module(String)
    /// A path, or the end of one, such as `app.py` or `pkg/app.py`.
    case file(String)
  }

  /// As the user wrote it.
  package let request: String
  package let place: Place
  /// A name as a user would write it in the module, or `co_qualname`: `Session.execute`, `outer.<locals>.inner`.
  /// Empty for a line.
  package let qualifiedName: String
  /// The innermost function around this line is meant.
  package let line: Int?
  /// `*` is any text and `?` any character, in the place and in the name.
  package var isPattern: Bool { [placeText, qualifiedName].contains { $0.contains("*") || $0.contains("?") } }

  /// The module's name or the file's path.
  package var placeText: String {
    switch place {
    case .module(let name): name
    case .file(let path): path
    }
  }

  /// Reads `module:qualname`, `path.py:qualname` or `path.py:LINE`; the first two may be patterns.
  ///
  /// What stands left of the last colon is a file when it ends in `.py` or has a slash.
  /// - Throws: what is wrong with `text`.
  package init(parsing text: String) throws(TimingTargetError) {
    guard let colon = text.lastIndex(of: ":") else { throw .noColon(text) }
    let left = text[..<colon]
    let name = text[text.index(after: colon)...]
    guard !left.isEmpty else { throw .noPlace(text) }
    guard !name.isEmpty else { throw .noName(text) }
    request = text
    place = left.hasSuffix(".py") || left.contains("/") ? .file(Self.normalized(left)) : .module(String(left))
    if let number = Int(name) {
      guard case .file = place, (1...Int(Int32.max)).contains(number) else {
        throw .lineNumber(text, line: number)
      }
      line = number
      qualifiedName = ""
      return
    }
    line = nil
    guard name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.canBeName) else {
      throw .notAName(text, name: String(name))
    }
    qualifiedName = String(name)
  }

  /// Whether a part of `co_qualname` can look like this: an identifier, `<locals>`, `<lambda>` and the like, or a
  /// pattern of one.
  private static func canBeName(_ part: Substring) -> Bool {
    guard let first = part.first else { return false }
    if first == "<" { return part.last == ">" && part.count > 2 }
    if part.contains("*") || part.contains("?") {
      return part.allSatisfy { "_*?<>".contains($0) || $0.isLetter || $0.isNumber }
    }
    return !first.isNumber && part.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
  }

  /// The path without leading `./`.
  private static func normalized(_ path: Substring) -> String {
    var rest = path
    while rest.hasPrefix("./") {
      rest = rest.dropFirst(2).drop { $0 == "/" }
    }
    return String(rest)
  }
}
