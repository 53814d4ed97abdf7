@testable import CPythonInspection

/// A thread of CPython 3.12 with one function, called from C by another one or by nobody.
final class HandmadeStack: HandmadeThread {
  enum Outcome { case complete, moved, missing }

  private static let chunk = 1024
  private static let cStack = 4096

  init() throws {
    try super.init(.python3_12)
    put(address(Self.chunk), at: 232)
    put(address(Self.chunk) + 256, at: 240)
    put(1024, at: Self.chunk + 8)
  }

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

  /// Reads it, and expects what was missing from then on.
  func read() throws -> Outcome {
    switch try walkOnce() {
    case .complete: return .complete
    case .missing(let missing, let isFrame):
      expect(missing, isFrame: isFrame)
      // What is behind it as well: the shim that called the first frame.
      if !isFrame { expect(memory.load(fromByteOffset: Self.frame(0) + 8, as: UInt64.self), isFrame: true) }
      return .missing
    default: return .moved
    }
  }
}
