import ProfileModel

/// The lines of a source file as Python counts them, and as a page shows them.
struct SourceLines: Sendable {
  let lines: [String]
  /// As they are in the file, without their ends.
  private let raw: [[UInt8]]

  /// Characters of a line that are shown.
  private static let limit = 1000

  /// - Parameter bytes: UTF-8; what is not shows as U+FFFD. A line ends with a line feed, a carriage return, or both.
  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    var raw: [[UInt8]] = []
    var line: [UInt8] = []
    var wasReturn = false
    for byte in bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...] {
      switch byte {
      case UInt8(ascii: "\n") where wasReturn: wasReturn = false
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        raw.append(line)
        line.removeAll(keepingCapacity: true)
        wasReturn = byte == UInt8(ascii: "\r")
      default:
        line.append(byte)
        wasReturn = false
      }
    }
    if !line.isEmpty { raw.append(line) }
    lines = raw.map(Self.shown)
    self.raw = raw
  }

  /// Where in a line as it is shown the character is that begins at a byte of it, in units of UTF-16, which a page counts.
  ///
  /// - Returns: nil where that is not known: there is no such byte, the line is not UTF-8, which Python counts in, or it
  ///   is shown cut.
  func column(ofByte byte: Int, in number: Int) -> Int? {
    guard raw.indices.contains(number - 1) else { return nil }
    let line = raw[number - 1]
    guard (0...line.count).contains(byte), String(validating: line, as: UTF8.self) != nil,
      let before = String(validating: line[..<byte], as: UTF8.self)
    else { return nil }
    let column = Self.escaped(Array(before.utf8)).utf16.count
    return column <= lines[number - 1].utf16.count && !Self.isCut(lines[number - 1]) ? column : nil
  }

  private static func isCut(_ line: String) -> Bool { line.utf8.count >= limit && line.hasSuffix("…") }

  /// The line of this number, from 1; nil where there is none.
  subscript(number: Int) -> String? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// With tabs as they are, and all else that is not plainly visible escaped.
  private static func escaped(_ line: [UInt8]) -> String {
    line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { UntrustedText(String(decoding: $0, as: UTF8.self)).visible }.joined(separator: "\t")
  }

  private static func shown(_ line: [UInt8]) -> String {
    let text = escaped(line)
    return text.utf8.count > limit && text.count > limit ? text.prefix(limit - 1) + "…" : text
  }

  /// Whether these are the lines that the functions of a profile were compiled from, as far as can be told: each function
  /// is named where it begins, and what ran is no empty line.
  ///
  /// - Parameters:
  ///   - functions: Those of the file.
  ///   - sampled: Lines of the file that were seen running.
  ///   - knowsBeginnings: Whether functions begin at their first lines; else somewhere before.
  /// - Returns: The first line that does not fit; nil where all do.
  func misfit(
    functions: some Sequence<FunctionIdentity>, sampled: some Sequence<Int>, knowsBeginnings: Bool = true
  ) -> Int? {
    // A module's own code begins at line 0 or 1, whatever stands there.
    if let empty = sampled.first(where: { $0 > 1 && (self[$0] ?? "").allSatisfy(\.isWhitespace) }) { return empty }
    return functions.first { !(knowsBeginnings ? names($0) : definesBefore($0)) }?.firstLine
  }

  /// Whether the function is defined somewhere up to the first line of it that ran.
  private func definesBefore(_ function: FunctionIdentity) -> Bool {
    guard function.firstLine >= 1 else { return true }
    guard function.firstLine <= lines.count else { return false }
    let before = lines[..<function.firstLine].reversed()
    let name = function.qualifiedName.split(separator: ".").last.map(String.init) ?? ""
    if name == "<lambda>" { return before.contains { $0.contains("lambda") } }
    if name.hasPrefix("<") || name == "__annotate__" || !name.utf8.allSatisfy({ $0 < 128 }) { return true }
    return before.contains { Self.definition(in: $0) == name }
  }

  private func names(_ function: FunctionIdentity) -> Bool {
    let name = function.qualifiedName.split(separator: ".").last.map(String.init) ?? ""
    // Of code that no reader has written, such as that of an annotation, there may be nothing to see.
    if name == "<module>" || name == "__annotate__" || function.firstLine < 1 { return true }
    guard let first = self[function.firstLine] else { return false }
    if name == "<lambda>" { return first.contains("lambda") }
    if name.hasPrefix("<") || !name.utf8.allSatisfy({ $0 < 128 }) { return true }
    if Self.holds(first, name) { return true }
    guard first.drop(while: \.isWhitespace).hasPrefix("@") else { return false }
    // Behind decorators, which may be long.
    let last = min(lines.count, function.firstLine + Self.decoratorLines)
    return lines[function.firstLine..<last].lazy.compactMap(Self.definition).first == name
  }

  /// The name of the function or class whose definition begins with a line; nil for any other line.
  private static func definition(in line: String) -> String? {
    var words = line.split { !isWord($0) }[...]
    if words.first == "async" { words.removeFirst() }
    guard words.first == "def" || words.first == "class" else { return nil }
    return words.dropFirst().first.map(String.init) ?? ""
  }

  private static let decoratorLines = 200

  /// Whether a name stands in a line as a word.
  private static func holds(_ line: String, _ name: String) -> Bool {
    line.ranges(of: name).contains { range in
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      return !isWord(before) && !isWord(after)
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
