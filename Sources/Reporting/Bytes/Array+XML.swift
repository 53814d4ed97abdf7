extension [UInt8] {
  /// Adds text for an XML document, in an element or an attribute.
  ///
  /// Source: https://www.w3.org/TR/xml/#syntax.
  /// - Parameter text: Without the characters that XML does not allow, all of which are hidden ones.
  mutating func write(xml text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): write("&amp;")
      case UInt8(ascii: "<"): write("&lt;")
      case UInt8(ascii: ">"): write("&gt;")
      case UInt8(ascii: "\""): write("&quot;")
      case UInt8(ascii: "'"): write("&#39;")
      default: append(byte)
      }
    }
  }

  /// Adds text of the target's for an XML document; what is hidden in it is spelled out.
  mutating func write(xmlShown text: String) {
    write(xml: UntrustedText(text).escaped)
  }
}
