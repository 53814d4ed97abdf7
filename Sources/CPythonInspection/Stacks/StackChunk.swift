internal import LinuxProcess

/// `_PyStackChunk`: a block that holds the frames of plain calls, one behind the other.
///
/// Source: `Include/internal/pycore_pystate.h` and `pycore_frame.h`; the same from 3.11 to 3.15.
struct StackChunk {
  var previous: UInt64
  /// The first byte of frames, the end of those in use, and the end of the block. `usedEnd` is right only for a chunk
  /// that is not the newest.
  var start: UInt64
  var usedEnd: UInt64
  var end: UInt64

  private static let headerCount = 24

  init(at address: UInt64, _ memory: ProcessMemory) throws(ProcessError) {
    let header = try memory.read(RemoteAddress(address), count: Self.headerCount)
    func word(_ index: Int) -> UInt64 { (try? header.read(Field(index * 8))) ?? 0 }
    previous = word(0)
    start = address &+ UInt64(Self.headerCount)
    end = address &+ word(1)
    // `top` counts words.
    usedEnd = min(start &+ word(2) &* 8, end)
  }
}
