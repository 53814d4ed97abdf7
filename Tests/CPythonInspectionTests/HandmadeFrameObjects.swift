import Foundation
import LinuxProcess

@testable import CPythonInspection

/// A thread of CPython 3.9, whose frames are objects that say whether they run.
final class HandmadeFrameObjects {
  private static let layout = RuntimeLayout.python3_9
  private static let code: UInt64 = 0x1000
  private static let size = 256
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
    thread.known.isWanted = true
    let fingerprint = try CodeFingerprint([UInt8](repeating: 0, count: 256).span.bytes, at: 0, layout: Self.layout.code)
    _ = codes.insert(
      CodeTable.Entry(
        address: Self.code, instructions: Self.code + 192, unitCount: 10, firstTraceable: 0, fingerprint: fingerprint,
        text: ProvenText(object: RemoteAddress(0), count: 0), checkedAt: 0))
  }

  deinit { memory.deallocate() }

  var isOneOfSeveral: Bool { thread.known.isOneOfSeveral }

  private func put(_ value: UInt64, at offset: Int) {
    memory.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
  }

  private func address(_ number: Int) -> UInt64 { thread.address + UInt64(Self.size * number) }

  private func setRunning(_ number: Int, _ runs: Bool) { memory[Self.size * number + 116] = runs ? 1 : 0 }

  /// The thread's stack has these frames, the innermost first, and all of them run; others stay as they are.
  func run(_ numbers: [Int]) {
    put(address(numbers[0]), at: 24)
    for (position, number) in numbers.enumerated() {
      let place = Self.size * number
      put(Self.code, at: place + 32)
      put(position + 1 < numbers.count ? address(numbers[position + 1]) : 0, at: place + 24)
      put(4, at: place + 104)
      setRunning(number, true)
    }
  }

  /// These frames have returned.
  func end(_ numbers: [Int]) {
    for number in numbers { setRunning(number, false) }
  }

  /// Reads it as often as it takes to find all of its frames.
  ///
  /// - Returns: Whether that came to an end.
  func read() throws -> Bool {
    let memory = ProcessMemory(of: process)
    for _ in 0..<20 {
      sample += 1
      let batch = try copy()
      let mark = FrameWalk.Copy.compared(with: thread.copyStart + thread.copyCount)
      let end = batch.withBytes { bytes in
        walk.walk(bytes, &thread, from: thread.copyStart, as: mark, codes: codes, sample)
      }
      switch end {
      case .complete: return true
      case .missing(let missing, let isFrame):
        thread.expectFrames(
          from: missing, isFrame: isFrame, otherCount: 8, memory, Self.layout.frame, base: 0, sample)
      default: return false
      }
    }
    return false
  }

  /// How many frames of the last stack that was whole are found.
  func known() throws -> Int {
    sample += 1
    let batch = try copy()
    var frames: [RawFrame] = []
    batch.withBytes { walk.known($0, &thread, into: &frames, codes: codes, sample) }
    return frames.count
  }

  private func copy() throws -> ReadBatch {
    var batch = ReadBatch(capacity: 1 << 14)
    _ = thread.add(to: &batch, copies: 2)
    _ = try batch.perform(on: process)
    return batch
  }
}
