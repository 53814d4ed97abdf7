package import ProfileModel

/// Where the blocks of a capture are.
package struct CaptureIndex: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    /// Of the block's first byte in the file.
    package var offset: Int
    package var sampleCount: Int
    package var firstInstant: Nanoseconds
  }

  package var entries: [Entry]

  func write(to writer: inout ByteWriter) {
    writer.write(entries.count)
    var lastOffset = 0
    for entry in entries {
      writer.write(entry.offset - lastOffset)
      writer.write(entry.sampleCount)
      writer.write(UInt64(max(0, entry.firstInstant.rawValue)))
      lastOffset = entry.offset
    }
  }
}
