import Foundation
import LinuxProcess

@testable import CPythonInspection

/// A thread whose structures are laid out by hand in our own memory, the state first, all of its code one function.
class HandmadeThread {
  static let code: UInt64 = 0x1000
  static let otherCount = 8
  let layout: RuntimeLayout
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 13, alignment: 16)
  private let process = ProcessID(getpid())
  private let walk: FrameWalk
  private var codes = CodeTable()
  var thread: ThreadCopy
  private var sample: UInt64 = 100

  init(_ layout: RuntimeLayout) throws {
    self.layout = layout
    walk = FrameWalk(layout: layout)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    let start = UInt64(UInt(bitPattern: memory.baseAddress))
    thread = ThreadCopy(address: start, nativeThread: 1, identity: 1, stateCount: layout.thread.byteCount)
    let fingerprint = try CodeFingerprint([UInt8](repeating: 0, count: 256).span.bytes, at: 0, layout: layout.code)
    let none = ProvenText(object: RemoteAddress(0), count: 0)
    _ = codes.insert(
      CodeTable.Entry(
        address: Self.code, instructions: Self.code + 192, unitCount: 10, firstTraceable: 0, fingerprint: fingerprint,
        name: none, file: none, checkedAt: 0))
  }

  deinit { memory.deallocate() }

  var isOneOfSeveral: Bool { thread.known.isOneOfSeveral }

  func put(_ value: UInt64, at offset: Int) {
    memory.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
  }

  func address(_ offset: Int) -> UInt64 { thread.address + UInt64(offset) }

  /// Walks through two copies of it, as `StackReader` does.
  func walkOnce() throws -> FrameWalk.End {
    sample += 1
    _ = thread.expectChunks(ProcessMemory(of: process), layout.thread)
    let batch = try copy()
    let mark = FrameWalk.Copy.compared(with: thread.copyStart + thread.copyCount)
    return batch.withBytes { walk.walk($0, &thread, from: thread.copyStart, as: mark, codes: codes, sample) }
  }

  /// From now on copies have this, and what is behind it.
  func expect(_ missing: UInt64, isFrame: Bool) {
    thread.expectFrames(
      from: missing, isFrame: isFrame, otherCount: Self.otherCount, ProcessMemory(of: process), layout.frame, base: 0,
      sample)
  }

  /// How many frames of the last stack that was whole are found.
  func known() throws -> Int {
    sample += 1
    thread.known.isWanted = true
    let batch = try copy()
    var frames: [RawFrame] = []
    batch.withBytes { walk.known($0, &thread, copies: thread.copies, into: &frames, codes: codes, sample) }
    return frames.count
  }

  func prune() { thread.prune(before: sample - 1) }

  private func copy() throws -> ReadBatch {
    var batch = ReadBatch(capacity: 1 << 14)
    _ = thread.add(to: &batch, copies: 2)
    _ = try batch.perform(on: process)
    return batch
  }
}
