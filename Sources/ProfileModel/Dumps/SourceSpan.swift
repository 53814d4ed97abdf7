/// A piece of a source file.
package struct SourceSpan: Hashable, Sendable {
  /// From 1; the last line is the first, or behind it.
  package var line: Int
  package var endLine: Int
  /// In bytes of UTF-8 from the start of their lines; the second is behind the last byte. nil before 3.11, and where
  /// the interpreter does not say.
  package var column: Int?
  package var endColumn: Int?

  package init(line: Int, endLine: Int? = nil, column: Int? = nil, endColumn: Int? = nil) {
    self.line = line
    self.endLine = endLine ?? line
    self.column = column
    self.endColumn = endColumn
  }
}
