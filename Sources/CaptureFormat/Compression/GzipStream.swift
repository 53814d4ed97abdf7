internal import CZlib

/// A gzip member that is made piece by piece.
///
/// Source: zlib's `zlib.h`, RFC 1952. Without a time or a name, so that the same bytes give the same member.
@safe package struct GzipStream: ~Copyable {
  /// zlib keeps its address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  /// - Returns: nil when there is no memory for it.
  package init?() {
    let windowBitsOfGzip: Int32 = 15 + 16
    // Freed by deinit, or below.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBitsOfGzip, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    _ = unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Takes more in; what has been compressed so far is appended to `target`.
  package mutating func write(_ bytes: [UInt8], to target: inout [UInt8]) {
    deflate(bytes, Z_NO_FLUSH, &target)
  }

  /// Ends the member.
  package mutating func finish(to target: inout [UInt8]) {
    deflate([], Z_FINISH, &target)
  }

  private mutating func deflate(_ bytes: [UInt8], _ flush: Int32, _ target: inout [UInt8]) {
    var bytes = bytes
    // Both buffers outlive the calls, and zlib is told how long they are.
    unsafe bytes.withUnsafeMutableBytes { source in
      unsafe stream.pointee.next_in = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_in = UInt32(source.count)
      var isFull = true
      while isFull {
        let written = unsafe chunk.withUnsafeMutableBytes { output in
          unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe stream.pointee.avail_out = UInt32(output.count)
          let status = unsafe CZlib.deflate(stream, flush)
          // Anything else is a mistake of ours: there is always room, and nothing comes after the end.
          precondition([Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status), "deflate: \(status)")
          return unsafe output.count - Int(stream.pointee.avail_out)
        }
        target += chunk[..<written]
        isFull = written == chunk.count
      }
    }
  }
}
