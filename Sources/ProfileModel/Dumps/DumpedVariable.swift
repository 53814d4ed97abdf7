/// A variable of a frame, and what it was.
package struct DumpedVariable: Hashable, Sendable {
  package var name: String
  package var kind: Kind
  package var value: ValueText

  package enum Kind: String, Hashable, Sendable {
    case argument
    case local
    /// A local that functions inside use as well.
    case cell
    /// Of a function outside.
    case free
    /// Of a module or class body.
    case global
  }

  package init(name: String, kind: Kind, value: ValueText) {
    self.name = name
    self.kind = kind
    self.value = value
  }
}
