/// What a piece of text is to the report that it stands in.
enum TextRole: Hashable, Sendable {
  case body
  /// Titles and column headers.
  case heading
  /// What one reads after the rest: the ledger, notes, numbers that carry no verdict.
  case quiet
  /// What one must not miss.
  case warning

  /// Parameter of `CSI … m`: 1 is bold, 2 faint, 33 yellow; nil leaves the terminal's own.
  ///
  /// Source: ECMA-48, 8.3.117 (SGR).
  var graphicRendition: Int? {
    switch self {
    case .body: nil
    case .heading: 1
    case .quiet: 2
    case .warning: 33
    }
  }
}
