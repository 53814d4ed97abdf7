internal import CLinux
internal import Glibc

/// Instructions of a process's C library that borrowed threads use.
package struct SystemCallInstructions: Hashable, Sendable {
  /// A system call, and a return.
  var call: RemoteAddress
  /// A return from a signal handler.
  var restorer: RemoteAddress

  /// Finds them in executable memory; nil when they are not there.
  package init?(in mapping: MemoryMap.Mapping, _ memory: ProcessMemory) {
    let count = Int(truncatingIfNeeded: mapping.end.rawValue &- mapping.start.rawValue)
    guard count > 0, count < 1 << 28, let bytes = try? memory.read(mapping.start, count: count) else { return nil }
    // The pointers stay in the closure, and the buffer has its own count.
    let (call, restorer) = unsafe bytes.withUnsafeBytes { buffer in
      unsafe (
        seriema_find_system_call(buffer.baseAddress, buffer.count),
        seriema_find_restorer(buffer.baseAddress, buffer.count)
      )
    }
    guard call >= 0, restorer >= 0 else { return nil }
    self.call = mapping.start + Int(call)
    self.restorer = mapping.start + Int(restorer)
  }
}
