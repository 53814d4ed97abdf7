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
  /// `co_qualname`, such as `Session.execute` or `outer.<locals>.inner`.
  package let qualifiedName: String

  /// Reads `module:qualname` or `path.py:qualname`.
  ///
  /// What stands left of the last colon is a file when it ends in `.py` or has a slash.
  /// - Throws: what is wrong with `text`.
  package init(parsing text: String) throws(TimingTargetError) {
    guard let colon = text.lastIndex(of: ":") else { throw .noColon(text) }
    let left = text[..<colon]
    let name = text[text.index(after: colon)...]
    guard !left.isEmpty else { throw .noPlace(text) }
    guard !name.isEmpty else { throw .noName(text) }
    if let line = Int(name) { throw .lineNumber(text, line: line) }
    guard name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.canBeName) else {
      throw .notAName(text, name: String(name))
    }
    request = text
    qualifiedName = String(name)
    place = left.hasSuffix(".py") || left.contains("/") ? .file(Self.normalized(left)) : .module(String(left))
  }

  /// Whether a part of `co_qualname` can look like this: an identifier, or `<locals>`, `<lambda>` and the like.
  private static func canBeName(_ part: Substring) -> Bool {
    guard let first = part.first else { return false }
    if first == "<" { return part.last == ">" && part.count > 2 }
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
