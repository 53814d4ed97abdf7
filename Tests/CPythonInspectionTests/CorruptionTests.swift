import CPythonInspection
import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Whatever is in the target's memory, reading it ends soon, in stacks or in errors.
@Suite(.tags(.realPython), .startsProcesses)
struct CorruptionTests {
  /// One that reads all that can be read with a stack.
  private static func reader(of runtime: PythonRuntime) -> StackReader {
    StackReader(
      runtime, readsGIL: true, keepsFrameAddresses: true, readsCollections: true, readsExceptions: true)
  }

  /// Threads, frames and code objects of a live program are damaged: cut, pointing nowhere, or into themselves.
  @Test(arguments: PythonInstallation.sampled, Seeds.fresh(2))
  func readsCorruptedMemoryInBoundedTime(_ python: PythonInstallation, _ seed: UInt64) throws {
    let program = try python.converse("stacks.py", ["thread"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    var reader = Self.reader(of: runtime)
    try reader.read(at: 1)
    kill(program.id, SIGSTOP)
    let target = try CorruptedTarget(program.id)
    for index in 0..<reader.threadCount { target.addPlaces(from: reader.address(index), depth: 2) }
    #expect(target.places.count > 20)
    var random = SeededGenerator(seed: seed)
    var damagedCount = 0
    var now: UInt64 = 1_000_000
    for round in 0..<200 {
      for _ in 0..<Int.random(in: 1...8, using: &random) { try target.corrupt(using: &random) }
      // Every other time by one who has never seen it whole.
      if round % 2 == 1 { reader = StackReader(runtime) }
      let started = ContinuousClock.now
      for _ in 0..<3 {
        now += 1_000_000
        try? reader.read(at: now)
        for index in 0..<min(reader.threadCount, 100) {
          if round % 3 == 0 { reader.readStopped(index, at: now) } else { reader.readUnexpected(index, at: now) }
          _ = reader.seenFrames(index)
          let count = reader.withFrames(index) { $0.count }
          if case .inside(let inside) = reader.collection(index) { #expect(inside <= count, "seed \(seed)") }
          let last = reader.withEntries(index) { entries in
            guard let entries, !entries.isEmpty else { return 0 }
            return entries[entries.count - 1]
          }
          #expect(last <= count, "seed \(seed)")
          if reader.outcome(index) != .complete { damagedCount += 1 }
        }
      }
      let elapsed = ContinuousClock.now - started
      // Three readings take a few milliseconds; the machine may be busy.
      #expect(elapsed < .seconds(5), "seed \(seed), round \(round)")
      target.restore()
    }
    #expect(damagedCount > 0, "seed \(seed)")
    // What is whole again is read whole again.
    now += 100_000_000
    reader = Self.reader(of: runtime)
    try reader.read(at: now)
    for index in 0..<reader.threadCount {
      reader.readUnexpected(index, at: now)
      #expect(reader.outcome(index) == .complete, "seed \(seed)")
    }
  }
}
