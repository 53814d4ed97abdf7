/// Text that the target chose, such as a function's name, a path or a thread's name.
///
/// It may hold anything: sequences that move the cursor, line ends that forge a row, marks that reverse what follows.
package struct UntrustedText: Hashable, Sendable {
  private let raw: String

  package init(_ raw: String) {
    self.raw = raw
  }

  /// The text with all that is not plainly visible written as `\x1b` (below 256) or `\u{202e}`.
  ///
  /// These are control and format characters (among them all bidirectional marks), line and paragraph separators, and
  /// what Unicode has not assigned. A zero-width joiner and non-joiner stay, since words of several scripts and emoji
  /// need them. A backslash is doubled, so that no name can look like an escape.
  package var escaped: String { escaped(also: []) }

  /// The text with all that is not plainly visible escaped, and backslashes as they are: for what is full of escapes
  /// already, such as source code.
  package var visible: String {
    guard raw.unicodeScalars.contains(where: UntrustedText.isHidden) else { return raw }
    return raw.unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar == "\\" ? "\\" : UntrustedText(String(scalar)).escaped
    }
  }

  /// Whether `escaped` differs from the text.
  package var needsEscaping: Bool {
    raw.unicodeScalars.contains(where: UntrustedText.isHidden) || raw.unicodeScalars.contains("\\")
  }

  /// Like `escaped`, and with each of `reserved` written as an escape too.
  func escaped(also reserved: Set<Unicode.Scalar>) -> String {
    guard needsEscaping || raw.unicodeScalars.contains(where: reserved.contains) else { return raw }
    var result = String.UnicodeScalarView()
    for scalar in raw.unicodeScalars {
      if scalar == "\\" {
        result.append(contentsOf: "\\\\".unicodeScalars)
      } else if UntrustedText.isHidden(scalar) || reserved.contains(scalar) {
        let digits = String(scalar.value, radix: 16)
        let escape = scalar.value < 0x100 ? "\\x" + (digits.count == 1 ? "0" : "") + digits : "\\u{\(digits)}"
        result.append(contentsOf: escape.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a terminal would obey the scalar or hide it, instead of drawing it.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return true
    case .format: return scalar.value != 0x200c && scalar.value != 0x200d
    default: return false
    }
  }
}
