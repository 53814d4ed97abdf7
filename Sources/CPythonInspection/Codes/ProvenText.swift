internal import LinuxProcess

/// The text of a code object's name or file, by which it is known again where it has no version.
struct ProvenText: Sendable {
  /// The `str` object.
  var object: RemoteAddress
  /// Bytes of it, from its `length` on; 0 where none are needed.
  var count: Int
}
