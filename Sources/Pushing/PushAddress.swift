/// Where profiles are pushed to: the `/ingest` of a server that speaks Pyroscope's HTTP API.
package struct PushAddress: Hashable, Sendable {
  /// The URL without credentials; it ends in `/ingest`, and in a query where it had one.
  package let endpoint: String
  /// What of it may be shown: no credentials, no query.
  package let shown: String
  /// From `https://user:password@host`, decoded; empty where there are none.
  package let user: String
  package let password: String

  /// Why a text is no such address.
  package enum Failure: Error, Hashable {
    /// It does not begin with `http://` or `https://`.
    case otherScheme
    case noHost
    /// A space, a control character or a `#`.
    case forbiddenCharacter
  }

  /// - Parameter text: `http://host:4040`, with or without `/ingest`, credentials and a query.
  package init(_ text: String) throws(Failure) {
    guard let colon = text.firstRange(of: "://"), ["http", "https"].contains(text[..<colon.lowerBound].lowercased())
    else { throw .otherScheme }
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f && $0 != "#" }) else {
      throw .forbiddenCharacter
    }
    let rest = text[colon.upperBound...]
    let (location, query) = Self.split(rest, before: "?")
    let (authority, path) = Self.split(location, before: "/")
    let at = authority.lastIndex(of: "@")
    let host = at.map { authority[authority.index(after: $0)...] } ?? authority
    guard let first = host.first, first != ":" else { throw .noHost }
    let credentials = at.map { authority[..<$0] } ?? ""
    let (name, secret) = Self.split(credentials, before: ":")
    user = Self.decoded(name)
    password = Self.decoded(secret.dropFirst())
    var folder = path
    while folder.hasSuffix("/") { folder = folder.dropLast() }
    if folder.hasSuffix("/ingest") { folder = folder.dropLast("/ingest".count) }
    shown = "\(text[..<colon.lowerBound].lowercased())://\(host)\(folder)"
    endpoint = "\(shown)/ingest\(query)"
  }

  private static func split(_ text: Substring, before mark: Character) -> (Substring, Substring) {
    let end = text.firstIndex(of: mark) ?? text.endIndex
    return (text[..<end], text[end...])
  }

  /// With `%41` as `A`.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
