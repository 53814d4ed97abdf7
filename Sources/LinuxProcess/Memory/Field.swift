/// One integer at a fixed place in a structure of another program.
package struct Field<Value: FixedWidthInteger & BitwiseCopyable & Sendable>: Hashable, Sendable {
  /// Bytes from the start of the structure.
  package let offset: Int

  package init(_ offset: Int) {
    self.offset = offset
  }
}
