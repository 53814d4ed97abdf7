internal import CZstd

/// Zstandard, one frame for each block of a capture.
///
/// Source: libzstd's `zstd.h`, RFC 8878.
enum Zstandard {
  /// The writer has a thread of its own, so that what a higher level takes costs no sample: about 11 ms for a block of 24,000.
  private static let level: Int32 = 15

  /// - Returns: nil when it did not become smaller.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    guard !bytes.isEmpty else { return nil }
    let frame = unsafe bytes.withUnsafeBytes { source in
      // The bytes are ours to write while the closure runs, and as many as libzstd is told.
      unsafe [UInt8](unsafeUninitializedCapacity: source.count) { target, written in
        let length = unsafe ZSTD_compress(target.baseAddress, target.count, source.baseAddress, source.count, level)
        written = ZSTD_isError(length) == 0 ? length : 0
      }
    }
    return frame.isEmpty ? nil : frame
  }

  /// - Returns: nil when it is not a frame of exactly so many bytes.
  static func decompress(_ bytes: [UInt8], count: Int) -> [UInt8]? {
    let plain = unsafe bytes.withUnsafeBytes { source in
      // libzstd writes at most as many bytes as there are.
      unsafe [UInt8](unsafeUninitializedCapacity: count) { target, written in
        let length = unsafe ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
        written = ZSTD_isError(length) == 0 ? length : 0
      }
    }
    return plain.count == count ? plain : nil
  }
}
