internal import CZstd

/// One zstd frame of unknown length, decompressed piece by piece.
@safe final class ZstandardStream {
  private let context: OpaquePointer

  init?() {
    guard let context = unsafe ZSTD_createDCtx() else { return nil }
    unsafe self.context = context
  }

  deinit {
    _ = unsafe ZSTD_freeDCtx(context)
  }

  /// Appends what a piece decompresses to.
  ///
  /// - Returns: false when it is no zstd.
  func decompress(_ bytes: [UInt8], into plain: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    var consumed = 0
    var isFull = true
    while consumed < bytes.count || isFull {
      // Both buffers outlive the call, and libzstd is told how long they are.
      let (status, written) = unsafe bytes.withUnsafeBytes { source in
        unsafe chunk.withUnsafeMutableBytes { target in
          var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: consumed)
          var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          let status = unsafe ZSTD_decompressStream(context, &output, &input)
          unsafe consumed = input.pos
          return unsafe (status, output.pos)
        }
      }
      guard ZSTD_isError(status) == 0 else { return false }
      plain += chunk[..<written]
      isFull = written == chunk.count
      // Its end, and nothing may follow.
      if status == 0 { return consumed == bytes.count }
    }
    return true
  }
}
