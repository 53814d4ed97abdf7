internal import CZlib

/// CRC-32 as of zlib and gzip.
enum Checksum {
  static func crc32(_ bytes: [UInt8], continuing earlier: UInt32 = 0) -> UInt32 {
    // zlib reads as many bytes as it is told.
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe UInt32(
        truncatingIfNeeded: crc32_z(
          UInt(earlier), buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count))
    }
  }
}
