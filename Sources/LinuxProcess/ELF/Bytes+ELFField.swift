extension [UInt8] {
  /// The field of an ELF structure that starts at `base`.
  ///
  /// - Throws: `.notELF` when the bytes do not hold it.
  func value<Value>(_ field: Field<Value>, of base: Int = 0) throws(ELFError) -> Value {
    do throws(FieldOutside) {
      return try read(field, of: base)
    } catch {
      throw .notELF
    }
  }
}
