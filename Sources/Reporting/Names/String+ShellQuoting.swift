extension String {
  /// The text as one word of a shell's command line, quoted only where it must be.
  ///
  /// Hidden characters are written in `$'…'`, so that the line shows all it says.
  /// Source: POSIX.1-2024, Shell Command Language 2.2; the bare characters are those of Python's `shlex.quote`.
  package var shellQuoted: String {
    if unicodeScalars.contains(where: UntrustedText.isHidden) { return dollarQuoted }
    let isBare = !isEmpty && utf8.allSatisfy(String.isBareInShell)
    return isBare
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }

  private static func isBareInShell(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "_@%+=:,./-".utf8.contains(byte)
    }
  }

  private var dollarQuoted: String {
    var quoted = "$'"
    for scalar in unicodeScalars {
      if scalar == "'" || scalar == "\\" {
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      } else if UntrustedText.isHidden(scalar) {
        // Three octal digits end by themselves; hexadecimal ones would swallow what follows in some shells.
        for byte in String(scalar).utf8 {
          let digits = String(byte, radix: 8)
          quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "'"
  }
}
