import Foundation
import LinuxProcess

@testable import CPythonInspection

/// A thread of CPython 3.12 with one function, called from C by another one or by nobody.
final class HandmadeStack {
  enum Outcome { case complete, moved, missing }

  private static let layout = RuntimeLayout.python3_12
  private static let code: UInt64 = 0x1000
  private static let chunk = 1024
  private static let cStack = 4096
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 13, alignment: 16)
  private let process = ProcessID(getpid())
  private let walk = FrameWalk(layout: layout)
  private var codes = CodeTable()
  private var thread: ThreadCopy
  private var sample: UInt64 = 100

  init() throws {
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    let start = UInt64(UInt(bitPattern: memory.baseAddress))
    thread = ThreadCopy(address: start, nativeThread: 1, identity: 1, stateCount: Self.layout.thread.byteCount)
    let fingerprint = try CodeFingerprint([UInt8](repeating: 0, count: 256).span.bytes, at: 0, layout: Self.layout.code)
    _ = codes.insert(
      CodeTable.Entry(
        address: Self.code, instructions: Self.code + 192, unitCount: 10, firstTraceable: 0, fingerprint: fingerprint,
        text: ProvenText(object: RemoteAddress(0), count: 0), checkedAt: 0))
    put(start + UInt64(Self.chunk), at: 232)
    put(start + UInt64(Self.chunk) + 256, at: 240)
    put(1024, at: Self.chunk + 8)
  }

  deinit { memory.deallocate() }

  private func put(_ value: UInt64, at offset: Int) {
    memory.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
  }

  private func address(_ offset: Int) -> UInt64 { thread.address + UInt64(offset) }

  /// Puts the C stack's structures at these offsets in it.
  func run(cframe: Int, shim: Int, outerShim: Int? = nil) {
    for offset in Self.cStack..<memory.count { memory[offset] = 0 }
    let inner = Self.chunk + 24
    let outer = inner + 88
    put(address(Self.cStack + cframe), at: 56)
    put(address(inner), at: Self.cStack + cframe)
    putFrame(at: inner, previous: Self.cStack + shim)
    putShim(at: Self.cStack + shim, previous: outerShim == nil ? nil : outer)
    guard let outerShim else { return }
    putFrame(at: outer, previous: Self.cStack + outerShim)
    putShim(at: Self.cStack + outerShim, previous: nil)
  }

  /// Puts so many frames on the thread's own stack, one called by the other, the outermost first.
  func run(depth: Int) {
    for offset in Self.chunk + 24..<memory.count { memory[offset] = 0 }
    put(address(Self.cStack), at: 56)
    putShim(at: Self.cStack + 512, previous: nil)
    for number in 0..<depth {
      putFrame(at: Self.frame(number), previous: number == 0 ? Self.cStack + 512 : Self.frame(number - 1))
    }
    call(depth)
  }

  /// So many frames are on the stack; those above stay in memory as they are.
  func call(_ depth: Int) {
    put(address(Self.frame(depth - 1)), at: Self.cStack)
    put(address(Self.frame(depth)), at: 240)
  }

  /// A frame has no caller, as one that is being made or has been left.
  func tear(_ number: Int) {
    put(0, at: Self.frame(number) + 8)
  }

  /// New frames go to another chunk, as where another stack is the thread's.
  func changeChunk() {
    put(address(Self.chunk + 4096), at: 232)
  }

  private static func frame(_ number: Int) -> Int { chunk + 24 + 88 * number }

  /// How many frames of the last stack that was whole are found.
  func known() throws -> Int {
    sample += 1
    thread.known.isWanted = true
    var batch = ReadBatch(capacity: 1 << 14)
    _ = thread.add(to: &batch, copies: 2)
    _ = try batch.perform(on: process)
    var frames: [RawFrame] = []
    batch.withBytes { walk.known($0, &thread, into: &frames, codes: codes, sample) }
    return frames.count
  }

  private func putFrame(at offset: Int, previous: Int) {
    put(Self.code, at: offset)
    put(address(previous), at: offset + 8)
    put(Self.code + 192 + 4, at: offset + 56)
    // It runs, and is a thread's own.
    put(0xffff_ffff, at: offset + 64)
  }

  private func putShim(at offset: Int, previous: Int?) {
    put(Self.code, at: offset)
    put(previous.map(address) ?? 0, at: offset + 8)
    put(3 << 48, at: offset + 64)
  }

  /// Reads it twice in one call, as `StackReader` does, and expects what was missing from then on.
  func read() throws -> Outcome {
    sample += 1
    let memory = ProcessMemory(of: process)
    var batch = ReadBatch(capacity: 1 << 14)
    _ = thread.expectChunks(memory, Self.layout.thread)
    _ = thread.add(to: &batch, copies: 2)
    _ = try batch.perform(on: process)
    let copy = FrameWalk.Copy.compared(with: thread.copyStart + thread.copyCount)
    let end = batch.withBytes { bytes in
      walk.walk(bytes, &thread, from: thread.copyStart, as: copy, codes: codes, sample)
    }
    switch end {
    case .complete: return .complete
    case .missing(var missing, var isFrame):
      // What is behind it as well.
      while true {
        thread.expectFrames(
          from: missing, isFrame: isFrame, otherCount: 8, memory, Self.layout.frame, base: 0, sample)
        guard !isFrame else { return .missing }
        missing = try memory.readInteger(RemoteAddress(address(Self.chunk + 24 + 8)))
        isFrame = true
      }
    default: return .moved
    }
  }

  func prune() { thread.prune(before: sample - 1) }
}
