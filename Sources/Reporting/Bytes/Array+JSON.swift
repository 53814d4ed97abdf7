/// JSON, written straight into bytes.
///
/// Source: RFC 8259.
extension [UInt8] {
  /// Adds `text` as a string of JSON that means exactly this text.
  ///
  /// What a terminal would obey or hide is escaped, and so is the slash of `</`, which would end the script that a page
  /// holds JSON in.
  mutating func write(json text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(Self.isPlain) {
      append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { write(json: scalar) }
    }
    append(UInt8(ascii: "\""))
  }

  /// Adds a string of JSON that shows `text` as a report does: what is hidden in it is spelled out for readers.
  mutating func write(jsonShown text: String) {
    write(json: UntrustedText(text).escaped)
  }

  /// Adds a number; what is not finite is `null`.
  mutating func write(json value: Double) {
    write(value.isFinite ? value.description : "null")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "<")
  }

  private mutating func write(json scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": write("\\\"")
    case "\\": write("\\\\")
    case "\n": write("\\n")
    // A slash may always be escaped.
    case "/" where last == UInt8(ascii: "<"): write("\\/")
    case _ where UntrustedText.isHidden(scalar):
      for unit in UTF16.encode(scalar) ?? .init() {
        write("\\u")
        for shift in [12, 8, 4, 0] as [UInt16] {
          let digit = UInt8(truncatingIfNeeded: (unit >> shift) & 0xf)
          append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
        }
      }
    default: append(contentsOf: UTF8.encode(scalar) ?? .init())
    }
  }
}
