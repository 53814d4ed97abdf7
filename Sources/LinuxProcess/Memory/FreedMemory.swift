internal import CLinux

/// What becomes of this process's memory when it is freed.
package enum FreedMemory {
  /// From now on large pieces go back to the system at once; by itself the allocator keeps more, the larger they are.
  ///
  /// Each piece then costs two calls of the system and its page faults: for what reads much, not for what samples.
  package static func returnAtOnce() { seriema_return_freed_memory() }
}
