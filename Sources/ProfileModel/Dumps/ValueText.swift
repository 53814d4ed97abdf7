/// A Python object as a line of text, much as its `repr` would write it.
package struct ValueText: Hashable, Sendable {
  /// The name of its type.
  package var type: String
  package var text: String
  /// Parts are left out; the text shows where.
  package var isCut: Bool

  package init(type: String, text: String, isCut: Bool = false) {
    self.type = type
    self.text = text
    self.isCut = isCut
  }
}
