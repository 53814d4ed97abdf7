internal import LinuxProcess

/// The text of a name that a code object is known again by, where it has no version.
///
/// That is its own name, or of a module, a lambda and their like, which share theirs, the file's.
struct ProvenText: Sendable {
  /// The `str` object.
  var object: RemoteAddress
  /// Bytes of it, from its `length` on; 0 where none are needed.
  var count: Int
}
