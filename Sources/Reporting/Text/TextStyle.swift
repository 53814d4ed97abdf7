/// How the parts of a report are set apart from each other.
///
/// The words and numbers are the same in each style: nothing is said by colour alone.
package enum TextStyle: Hashable, Sendable {
  /// Text only, for files and pipes.
  case plain
  /// With ECMA-48 select-graphic-rendition sequences, for terminals.
  case ansi

  /// `text` set as its role asks.
  func set(_ text: String, as role: TextRole) -> String {
    guard self == .ansi, !text.isEmpty, let code = role.graphicRendition else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }
}
