import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Cases 10, 16, 17 and 18 of the acceptance list: every thread of every interpreter.
@Suite(.measuresTime, .tags(.realPython))
struct ThreadTests {
  @Test(arguments: PythonInstallation.sampled)
  func seesInterpretersFromBeforeAndAfterItAttached(_ python: PythonInstallation) throws {
    try withProgram("interpreters.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "200", "-d", "2", "\(program.id)"])
      // The first is there for 2 s, the second for one: half a second of load is given to each.
      let inside = run.stacks.samples { $0.functions.contains("work_inside") }
      #expect(inside > 450, "\(run.outcome.error)")
      #expect(inside <= 800)
      #expect(try run.ledger.failed * 100 <= run.stacks.total)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func readsSixtyDeepThreads(_ python: PythonInstallation) throws {
    try withProgram("deep_threads.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "100", "-d", "2", "\(program.id)"])
      let deep = run.stacks.samples { stack in stack.functions.count { $0 == "down" } == 100 }
      #expect(deep * 100 >= run.stacks.total * 98, "\(run.outcome.error)")
      // Sixty-one threads in each of 200 intervals; one in four may be lost at the end, when the machine is busy.
      #expect(deep > 60 * 150)
      #expect(try run.ledger.failed * 100 < run.stacks.total)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func losesNoSampleToThreadsThatBeginAndEnd(_ python: PythonInstallation) throws {
    try withProgram("thread_storm.py", on: python) { program in
      let run = try SampledRun("attach", ["-r", "1khz", "-d", "2", "\(program.id)"])
      var (taken, failed) = (try run.ledger.taken, try run.ledger.failed)
      #expect(taken > 200, "\(run.outcome.error)")
      // So few are few by chance: added up, chance gets smaller.
      for _ in 0..<2 where failed * 100 > taken {
        let ledger = try SampledRun("attach", ["-r", "1khz", "-d", "4", "\(program.id)"]).ledger
        (taken, failed) = (taken + ledger.taken, failed + ledger.failed)
      }
      #expect(failed * 100 <= taken, "\(failed) of \(taken)")
      // Memory of a thread that has ended, or has not begun, would show other beginnings than these.
      let beginnings: Set = ["<module>", "Thread._bootstrap", "_bootstrap"]
      let strange = run.stacks.stacks.filter { stack in
        guard let outermost = stack.proven.dropFirst().first else { return false }
        if outermost == "(no Python frames)" { return stack.functions.first == "MainThread" }
        return !beginnings.contains(outermost)
      }
      #expect(strange.isEmpty, "\(strange)")
      for _ in 0..<20 {
        let threads = try StateDump(["\(program.id)"]).threads
        #expect(threads.count { $0.name == "MainThread" } <= 1, "\(threads)")
        for thread in threads {
          guard let outermost = thread.frames.last?.function else { continue }
          #expect(beginnings.contains(outermost), "\(thread)")
        }
      }
    }
  }

  /// Python has one thread here; the others are neither read nor stopped.
  @Test(arguments: [PythonInstallation("3.13"), PythonInstallation("3.15")])
  func slowsNoProgramWithManyNativeThreads(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let library = folder.url.appending(path: "native_threads.so")
    try CProgram.build("native_threads.c", ["-shared", "-fPIC", "-O1", "-pthread"], into: library)
    try withProgram("native_threads.py", [library.path], on: python) { program in
      var slowdown = 0.0
      let isSmall = try succeeds {
        var windows: [ClosedRange<Double>] = []
        let begin = Self.now
        for _ in 0..<4 {
          let start = Self.now
          let run = try SampledRun("attach", ["-r", "200", "-d", "1500ms", "\(program.id)"])
          windows.append(start...Self.now)
          #expect(run.stacks.share { $0.functions.starts(with: ["<module>", "work"]) } == 1)
          usleep(1_500_000)
        }
        let pieces = Self.pieces(in: program.outputSoFar).filter { $0.lowerBound > begin }
        // Of a piece that lies on an edge nothing is known.
        let watched = pieces.filter { piece in
          windows.contains { $0.contains(piece.lowerBound) && $0.contains(piece.upperBound) }
        }
        let free = pieces.filter { piece in !windows.contains { $0.overlaps(piece) } }
        try #require(watched.count > 20 && free.count > 20)
        slowdown = Self.medianLength(watched) / Self.medianLength(free) - 1
        return slowdown < 0.02
      }
      #expect(isSmall, "\(slowdown)")
    }
  }

  private static var now: Double { Double(MonotonicClock.nowNanoseconds) / 1e9 }

  private static func pieces(in output: String) -> [ClosedRange<Double>] {
    output.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "piece", let start = Double(words[1]), let end = Double(words[2]),
        start <= end
      else { return nil }
      return start...end
    }
  }

  private static func medianLength(_ pieces: [ClosedRange<Double>]) -> Double {
    pieces.map { $0.upperBound - $0.lowerBound }.sorted()[pieces.count / 2]
  }
}
