import CTimingWire
import Glibc
internal import LinuxProcess

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

  /// Opens one that another process made, by its number there.
  init(_ number: Int32, of process: ProcessID) throws(AttachError) {
    // Reads the path, which lives through the call.
    let result = unsafe open("/proc/\(process)/fd/\(number)", O_RDWR | O_CLOEXEC)
    guard result >= 0 else { throw .descriptor(errno: errno) }
    descriptor = result
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

  /// All that it holds; nothing where it cannot be read.
  func read() -> [UInt8] {
    var status = stat()
    // Writes into the structure, which lives through the call.
    guard unsafe fstat(descriptor, &status) == 0, status.st_size > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    // The pointer stays in the closure; no more than the buffer holds.
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    return Array(bytes.prefix(max(0, count)))
  }

  deinit { _ = close(descriptor) }
}
