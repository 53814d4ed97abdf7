import CTimingWire
import Glibc

/// A file in memory that the program inherits.
struct MemoryFile: ~Copyable {
  let descriptor: Int32

  /// - Parameter name: As `/proc/<pid>/fd` shows it; the bootstrap knows its own by it.
  init(named name: String) throws(TimingError) {
    // Reads the name, which lives through the call.
    let result = unsafe seriema_timing_file(name)
    guard result >= 0 else { throw .memoryFile(errno: -result) }
    descriptor = result
  }

  /// Takes an open descriptor over.
  init(adopting descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(TimingError) {
    // The pointer stays in the closure.
    let result = unsafe bytes.withUnsafeBytes { buffer in
      // Reads the buffer, which lives through the call.
      unsafe seriema_timing_write(descriptor, buffer.baseAddress, buffer.count)
    }
    guard result == 0 else { throw .memoryFile(errno: -result) }
  }

  deinit { _ = close(descriptor) }
}
