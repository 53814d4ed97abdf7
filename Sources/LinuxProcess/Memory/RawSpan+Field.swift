extension RawSpan {
  // Inlinable: a walk calls it from another module, four times a frame, and unspecialised it costs three times as much.
  /// The field of a structure that starts at `base`.
  ///
  /// - Throws: When the bytes do not hold it.
  @inlinable
  package func read<Value>(_ field: Field<Value>, of base: Int = 0) throws(FieldOutside) -> Value {
    let offset = base &+ field.offset
    guard offset >= 0, offset <= byteCount &- MemoryLayout<Value>.size else {
      throw FieldOutside(offset: offset, byteCount: byteCount)
    }
    // In bounds by the check above, and every bit pattern is an integer.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Value.self)
  }
}

extension [UInt8] {
  /// The field of a structure that starts at `base`.
  ///
  /// - Throws: When the bytes do not hold it.
  package func read<Value>(_ field: Field<Value>, of base: Int = 0) throws(FieldOutside) -> Value {
    // Marked unsafe for elements with padding; bytes have none.
    try unsafe span.bytes.read(field, of: base)
  }
}
