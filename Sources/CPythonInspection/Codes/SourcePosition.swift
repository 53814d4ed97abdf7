/// The piece of source that an instruction was compiled from.
package struct SourcePosition: Hashable, Sendable {
  /// The line that it begins in, and the line that it ends in; from 1.
  package var line: Int32
  package var endLine: Int32
  /// In bytes of UTF-8 from the start of their lines; the second is behind the last byte. nil where not known.
  package var column: Int32?
  package var endColumn: Int32?

  package init(line: Int32, endLine: Int32, column: Int32? = nil, endColumn: Int32? = nil) {
    self.line = line
    self.endLine = endLine
    self.column = column
    self.endColumn = endColumn
  }
}
