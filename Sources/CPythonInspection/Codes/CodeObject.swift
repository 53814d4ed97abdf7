/// What a code object says about itself, read once.
package struct CodeObject: Sendable {
  /// `co_qualname` (`co_name` before 3.11) and `co_filename`.
  package var qualifiedName: String
  package var file: String
  /// It is a method `__del__`, which runs before its object is freed.
  package var isFinalizer: Bool { qualifiedName == "__del__" || qualifiedName.hasSuffix(".__del__") }
  package var firstLine: Int
  /// The line of each code unit (two bytes of instructions), already free of gaps.
  package var lines: [Int32]
  /// What the lines were read from, for the positions.
  package var table: LineTable

  /// The source position of each code unit, decoded anew.
  package var positions: [SourcePosition] { table.positions(unitCount: lines.count, firstLine: firstLine) }
}
