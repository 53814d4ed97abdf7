/// A field that lies outside the bytes that were copied.
package struct FieldOutside: Error, Hashable, Sendable {
  package var offset: Int
  package var byteCount: Int
}
