/// A variable of a frame.
package struct FrameVariable: Hashable, Sendable {
  package var name: String
  package var kind: Kind
  package var value: ObjectDescription

  package enum Kind: Hashable, Sendable {
    case argument
    case local
    /// A local that functions inside use as well.
    case cell
    /// Of a function outside.
    case free
    /// Of a module or class body.
    case global
  }
}
