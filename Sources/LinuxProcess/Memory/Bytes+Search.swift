internal import CLinux

extension [UInt8] {
  /// Where `pattern` next stands; nil when it does not.
  ///
  /// - Parameter from: The first position that counts.
  package func firstPosition(of pattern: [UInt8], from: Int = 0) -> Int? {
    guard from >= 0, from < count, !pattern.isEmpty else { return nil }
    // The C library's search is made for megabytes. Both buffers are the arrays' own, with their own counts.
    let position = unsafe withUnsafeBytes { all in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: all[from...])
      return unsafe pattern.withUnsafeBytes { wanted in
        unsafe seriema_find_bytes(rest.baseAddress, rest.count, wanted.baseAddress, wanted.count)
      }
    }
    return position < 0 ? nil : from + position
  }
}
