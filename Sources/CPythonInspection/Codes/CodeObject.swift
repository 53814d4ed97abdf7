/// What a code object says about itself, read once.
package struct CodeObject: Sendable {
  /// `co_qualname` and `co_filename`.
  package var qualifiedName: String
  package var file: String
  package var firstLine: Int
  /// The line of each code unit (two bytes of instructions), already free of gaps.
  package var lines: [Int32]
}
