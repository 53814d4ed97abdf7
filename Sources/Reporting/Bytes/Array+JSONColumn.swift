extension [UInt8] {
  /// Adds a member of an object that is an array: `"name":[…]`.
  ///
  /// - Parameters:
  ///   - drain: Called wherever there has become much.
  ///   - value: Adds the value at an index.
  mutating func write<Failure>(
    column name: String, count: Int, drain: (inout [UInt8]) throws(Failure) -> Void,
    value: (Int, inout [UInt8]) -> Void
  ) throws(Failure) {
    write("\"\(name)\":[")
    for index in 0..<count {
      if index > 0 { append(UInt8(ascii: ",")) }
      value(index, &self)
      if isLong { try drain(&self) }
    }
    append(UInt8(ascii: "]"))
  }
}
