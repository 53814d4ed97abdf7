/// A field that lies outside the bytes that were copied.
@usableFromInline
package struct FieldOutside: Error, Hashable, Sendable {
  @usableFromInline package var offset: Int
  @usableFromInline package var byteCount: Int

  @inlinable
  package init(offset: Int, byteCount: Int) {
    self.offset = offset
    self.byteCount = byteCount
  }
}
