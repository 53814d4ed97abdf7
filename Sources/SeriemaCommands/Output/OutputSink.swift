internal import Glibc

/// Takes a report piece by piece and writes it to its file in large ones.
final class OutputSink {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  private static let limit = 1 << 16

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  func write(_ text: String) throws(Explanation) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > Self.limit { try flush() }
  }

  func write(_ bytes: [UInt8]) throws(Explanation) {
    buffer += bytes
    if buffer.count > Self.limit { try flush() }
  }

  /// - Throws: When the disk is full, or otherwise in the way; without words where a pipe was closed.
  func flush() throws(Explanation) {
    do throws(OutputFile.WriteError) {
      try OutputFile.write(buffer, to: descriptor)
    } catch {
      if error.number == EPIPE { throw Explanation("", exitStatus: 0) }
      throw Explanation(unwritable: path, error)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
