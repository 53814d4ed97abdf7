@testable import CPythonInspection

/// A thread of CPython 3.9, whose frames are objects that say whether they run.
final class HandmadeFrameObjects: HandmadeThread {
  private static let size = 256

  init() throws {
    try super.init(.python3_9)
    thread.known.isWanted = true
  }

  private static func place(_ number: Int) -> Int { size * number }

  private func setRunning(_ number: Int, _ runs: Bool) { memory[Self.place(number) + 116] = runs ? 1 : 0 }

  /// The thread's stack has these frames, the innermost first, and all of them run; others stay as they are.
  func run(_ numbers: [Int]) {
    put(address(Self.place(numbers[0])), at: 24)
    for (position, number) in numbers.enumerated() {
      let caller = position + 1 < numbers.count ? address(Self.place(numbers[position + 1])) : 0
      put(Self.code, at: Self.place(number) + 32)
      put(caller, at: Self.place(number) + 24)
      put(4, at: Self.place(number) + 104)
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
    for _ in 0..<20 {
      switch try walkOnce() {
      case .complete: return true
      case .missing(let missing, let isFrame): expect(missing, isFrame: isFrame)
      default: return false
      }
    }
    return false
  }
}
