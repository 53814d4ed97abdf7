internal import Glibc

/// Standard output, for commands that write nothing else there.
enum StandardOutput {
  static func write(_ text: String) throws(Explanation) {
    try write(Array(text.utf8))
  }

  /// - Throws: When the disk is full, or otherwise in the way. A closed pipe is no failure: its reader has seen enough.
  static func write(_ bytes: [UInt8]) throws(Explanation) {
    do throws(OutputFile.WriteError) {
      try OutputFile.write(bytes, to: STDOUT_FILENO)
    } catch {
      if error.number != EPIPE { throw Explanation("cannot write to standard output", why: systemError(error.number)) }
    }
  }
}
