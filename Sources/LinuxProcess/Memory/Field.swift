/// One integer at a fixed place in a structure of another program.
@usableFromInline
package struct Field<Value: FixedWidthInteger & BitwiseCopyable & Sendable>: Hashable, Sendable {
  /// Bytes from the start of the structure.
  @usableFromInline package let offset: Int

  @inlinable
  package init(_ offset: Int) {
    self.offset = offset
  }
}
