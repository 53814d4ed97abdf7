extension Table {
  /// A header, and how the cells under it stand.
  struct Column: Hashable, Sendable {
    let header: String
    let alignment: Alignment
    /// Where cells give way; nil for those that must stay whole.
    let ellipsis: Ellipsis?
    /// Cells that a column of text keeps before the row wraps; nil for a column that does not shrink.
    let minimum: Int?

    enum Alignment: Hashable, Sendable {
      case leading
      case trailing
    }

    /// Numbers under each other by their last digit, never cut.
    static func numbers(_ header: String) -> Column {
      Column(header: header, alignment: .trailing, ellipsis: nil, minimum: nil)
    }

    /// Text that may be shortened.
    static func text(_ header: String, ellipsis: Ellipsis, minimum: Int = 12) -> Column {
      Column(header: header, alignment: .leading, ellipsis: ellipsis, minimum: minimum)
    }
  }
}
