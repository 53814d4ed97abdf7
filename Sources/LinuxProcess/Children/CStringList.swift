internal import Glibc

/// Strings as C's `char *[]`, closed by a null pointer.
struct CStringList {
  private let strings: [String]

  init(_ strings: [String]) {
    self.strings = strings
  }

  /// The pointers are valid in `body` alone.
  func withPointers<Result>(_ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer {
      for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    }
    // The array is never empty: the null pointer is in it.
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress.unsafelyUnwrapped) }
  }
}
