/// An object as a line of text, much as Python's `repr` would write it.
package struct ObjectDescription: Hashable, Sendable {
  /// The name of its type; as the target has it, so it may hold anything.
  package var type: String
  /// Free of hidden characters, as a `repr` is.
  package var text: String
  /// Parts are left out; the text shows where and how many.
  package var isCut: Bool
}
