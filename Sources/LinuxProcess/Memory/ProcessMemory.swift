internal import CLinux
internal import Glibc

/// The memory of another process, read without its help: process_vm_readv(2).
package struct ProcessMemory: Hashable, Sendable {
  package let process: ProcessID

  package init(of process: ProcessID) {
    self.process = process
  }

  /// Copies `count` bytes.
  ///
  /// - Throws: `.unreadable` when part of them is not mapped; `.exited`, `.notPermitted`.
  package func read(_ address: RemoteAddress, count: Int) throws(ProcessError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard count > 0 else { return bytes }
    var range = unsafe iovec(iov_base: UnsafeMutableRawPointer(bitPattern: UInt(address.rawValue)), iov_len: count)
    // The kernel writes at most `count` bytes into the array, and nothing through the remote address here.
    let copied = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe seriema_read_memory(process.rawValue, buffer.baseAddress, count, &range, 1)
    }
    if copied == count { return bytes }
    if copied >= 0 || copied == -Int(EFAULT) { throw .unreadable(address) }
    throw ProcessAccess.error(Int32(-copied), from: "process_vm_readv", on: process)
  }

  /// One integer in the target's byte order, which is ours.
  ///
  /// - Throws: As `read(_:count:)`.
  package func readInteger<Value: FixedWidthInteger & BitwiseCopyable>(
    _ address: RemoteAddress, as type: Value.Type = Value.self
  ) throws(ProcessError) -> Value {
    let bytes = try read(address, count: MemoryLayout<Value>.size)
    // The array holds exactly the integer's bytes, and every bit pattern is an integer.
    return unsafe bytes.span.bytes.unsafeLoadUnaligned(as: type)
  }

  /// - Throws: As `read(_:count:)`.
  package func readPointer(_ address: RemoteAddress) throws(ProcessError) -> RemoteAddress {
    RemoteAddress(try readInteger(address))
  }

  /// Writes bytes into the process: process_vm_writev(2).
  ///
  /// - Throws: `.unreadable` when part of the place is not mapped, or not writable; `.exited`, `.notPermitted`.
  package func write(_ bytes: [UInt8], to address: RemoteAddress) throws(ProcessError) {
    guard !bytes.isEmpty else { return }
    // The kernel reads the array, which lives through the call.
    let copied = unsafe bytes.withUnsafeBytes { buffer in
      unsafe seriema_write_memory(process.rawValue, buffer.baseAddress, buffer.count, address.rawValue)
    }
    if copied == bytes.count { return }
    if copied >= 0 || copied == -Int(EFAULT) { throw .unreadable(address) }
    throw ProcessAccess.error(Int32(-copied), from: "process_vm_writev", on: process)
  }
}
