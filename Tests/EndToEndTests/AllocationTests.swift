import Foundation
import SeriemaTestSupport
import Testing

/// The sampling loop, once warm, allocates nothing. Code that is not optimized allocates all the time.
@Suite(.startsProcesses, .tags(.realPython), .enabled(if: isOptimized))
struct AllocationTests {
  private static let options = [[], ["--nonblocking"], ["--mode", "cpu"], ["--mode", "gil"], ["--opcodes"]]

  @Test(arguments: PythonInstallation.everySecond, options)
  func allocatesNothingForAStackThatHoldsStill(_ python: PythonInstallation, _ options: [String]) throws {
    try expectNoAllocation(options, of: "depth_twenty.py", on: python)
  }

  /// Before 3.11 frames are objects of their own, and new ones have to be found one by one.
  @Test(arguments: PythonInstallation.sampled.filter(\.sharesFrameMemory), options)
  func allocatesNothingForAStackThatMoves(_ python: PythonInstallation, _ options: [String]) throws {
    try expectNoAllocation(options, of: "alternating.py", on: python)
  }

  /// What threads are at is read for recordings only. Blocks of these are few, and written by another thread.
  @Test(arguments: PythonInstallation.everySecond)
  func allocatesNothingForWhatIsRecorded(_ python: PythonInstallation) throws {
    try expectNoAllocation(["--compression", "none"], of: "depth_twenty.py", on: python, isRecorded: true)
  }

  private func expectNoAllocation(
    _ options: [String], of program: String, on python: PythonInstallation, isRecorded: Bool = false
  ) throws {
    let folder = try TemporaryFolder()
    let counter = folder.url.appending(path: "counter.so")
    try CProgram.build("counting_allocations.c", ["-shared", "-fPIC", "-O1", "-ldl"], into: counter)
    try withProgram(program, on: python) { program in
      func run(seconds: String) throws -> (allocations: Int, ticks: Int) {
        let format = [isRecorded ? "--binary" : "--collapsed", "-o", folder.url.appending(path: "output").path]
        let outcome = try SeriemaExecutable.run(
          ["attach", "-l", "0"] + format + options + ["-r", "20khz", "-d", seconds, "\(program.id)"],
          environment: ["LD_PRELOAD": counter.path])
        let found = try #require(outcome.error.firstMatch(of: /allocations: (\d+)/), "\(outcome.error)")
        let ledger = try LedgerLines(outcome.error)
        return (try #require(Int(found.1)), ledger.taken + ledger.deferred)
      }
      var (short, long) = (try run(seconds: "0.3"), try run(seconds: "2"))
      // A machine that was away for most of it has to be asked again: the short one has to become warm, too.
      for _ in 0..<5 where short.ticks < 500 || long.ticks - short.ticks <= 400 {
        (short, long) = (try run(seconds: "0.3"), try run(seconds: "2"))
      }
      let samples = long.ticks - short.ticks
      try #require(samples > 400)
      // To read the names of threads is not sampling: 70 allocations, now and then.
      #expect(long.allocations - short.allocations < samples / 4 + 300, "\(samples) samples more")
    }
  }
}

#if DEBUG
  private let isOptimized = false
#else
  private let isOptimized = true
#endif
