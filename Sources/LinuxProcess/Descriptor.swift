internal import Glibc

/// An open file, closed when it goes out of scope.
package struct Descriptor: ~Copyable {
  package let rawValue: Int32

  package init(owning rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Opens `path` for reading.
  ///
  /// - Throws: `.system` with the errno of open(2).
  package init(readingFrom path: String) throws(ProcessError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(call: "open", errno: errno) }
    rawValue = descriptor
  }

  deinit {
    close(rawValue)
  }

  /// Reads up to `bytes.count` bytes at `offset`; what lies past the end of the file is left out.
  ///
  /// - Returns: Bytes read.
  /// - Throws: `.system` with the errno of pread(2).
  package func read(into bytes: inout [UInt8], at offset: Int) throws(ProcessError) -> Int {
    let descriptor = rawValue
    // The buffer is the array's own, with its own count.
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, offset) }
    guard count >= 0 else { throw .system(call: "pread", errno: errno) }
    return count
  }

  /// The rest of the file, for files of /proc that do not know their size.
  package func readAll() throws(ProcessError) -> [UInt8] {
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = try read(into: &block, at: all.count)
      if count == 0 { return all }
      all.append(contentsOf: block[..<count])
    }
  }
}
