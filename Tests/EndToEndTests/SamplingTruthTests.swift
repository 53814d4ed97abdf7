import Foundation
import SeriemaTestSupport
import Testing

/// Cases 1, 2, 3 and 5 of the acceptance list: what is sampled is what is true.
@Suite(.measuresTime, .tags(.realPython))
struct SamplingTruthTests {
  @Test(arguments: PythonInstallation.sampled)
  func takesTheWantedSamplesOfABusyProgram(_ python: PythonInstallation) throws {
    try withProgram("busy.py", on: python) { program in
      let isReached = try succeeds {
        let run = try SampledRun("attach", ["-r", "100", "-d", "2", "\(program.id)"])
        #expect(run.outcome.status == .exited(0))
        #expect(run.stacks.share { $0.functions == ["<module>", "spin"] } >= 0.95)
        // 95 % of 2 s at 100 Hz.
        return try run.ledger.taken >= 190
      }
      #expect(isReached)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func seesASleepAsIdleInItsTwoFramesAndLines(_ python: PythonInstallation) throws {
    let source = try String(contentsOfFile: PythonInstallation.program("sleeping.py"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let inner = try #require(lines.firstIndex { $0.contains("time.sleep") }) + 1
    let outer = try #require(lines.firstIndex { $0.hasPrefix("rest()") }) + 1
    try withProgram("sleeping.py", on: python) { program in
      let expected = ["<module> (sleeping.py:\(outer))", "rest (sleeping.py:\(inner))"]
      let isReached = try succeeds {
        let run = try SampledRun("attach", ["-r", "100", "-d", "2", "\(program.id)"])
        let rest = try #require(run.rows(of: "rest").first)
        #expect(rest.idleShare >= 95)
        return run.stacks.samples { $0.frames == expected } >= 190
      }
      #expect(isReached)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func takesOnlyTheTimeWithTheGIL(_ python: PythonInstallation) throws {
    let options = ["--mode", "gil", "-r", "100", "-d", "2"]
    try withProgram("busy.py", on: python) { program in
      let isReached = try succeeds {
        let run = try SampledRun("attach", options + ["\(program.id)"])
        return try run.ledger.taken >= 190
      }
      #expect(isReached)
    }
    try withProgram("sleeping.py", on: python) { program in
      let run = try SampledRun("attach", options + ["\(program.id)"])
      // 10 % of 2 s at 100 Hz.
      #expect(run.stacks.total <= 20)
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func countsRecursionOnce(_ python: PythonInstallation) throws {
    try withProgram("fibonacci.py", on: python) { program in
      var shares: [Double] = []
      // Where one stop took so long that none may follow for a while, less than this is known of what moves so fast.
      let isKnown = try succeeds {
        let run = try SampledRun("attach", ["-r", "1khz", "-d", "1", "\(program.id)"])
        #expect(run.stacks.stacks.allSatisfy { $0.proven.isEmpty || $0.proven.first == "<module>" })
        #expect(run.stacks.stacks.allSatisfy { $0.proven.dropFirst().allSatisfy { $0 == "fib" } })
        let rows = run.rows(of: "fib")
        #expect(rows.count == 1)
        #expect(rows.allSatisfy { $0.totalShare <= 100 && $0.totalShare >= $0.ownShare })
        shares.append(run.stacks.share { $0.proven.last == "fib" })
        return shares.last ?? 0 >= 0.8
      }
      #expect(isKnown, "\(shares)")
    }
  }

  /// Read as often as the machine can, while they change as fast as Python can.
  @Test(arguments: PythonInstallation.sampled, [[], ["--nonblocking"]])
  func neverMixesAlternatingChains(_ python: PythonInstallation, _ options: [String]) throws {
    let source = try String(contentsOfFile: PythonInstallation.program("alternating.py"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let whole = [["<module>"], ["<module>", "hot_a"], ["<module>", "hot_b"]]
    let possible = Set(whole + [[], ["<module>", "hot_a", "leaf_a"], ["<module>", "hot_b", "leaf_b"]])
    try withProgram("alternating.py", on: python) { program in
      var counts: [String] = []
      // Where one stop took so long that none may follow for a while, copies of frame objects may agree by chance.
      let isInPlace = try succeeds(within: options.isEmpty && !python.sharesFrameMemory ? 3 : 1) {
        let run = try SampledRun("attach", options + ["-r", "100khz", "-d", "2", "\(program.id)"])
        #expect(run.stacks.total > 10_000, "\(run.outcome.error)")
        let impossible = run.stacks.stacks.filter { !possible.contains($0.proven) }
        #expect(impossible.isEmpty, "of \(run.stacks.total)")
        // Of a stack that moved something is kept: at the least the module's own frame, once it has been seen whole.
        let nothing = run.stacks.samples { $0.proven.isEmpty }
        #expect(nothing * 20 <= run.stacks.total, "\(nothing) of \(run.stacks.total)")
        #expect(try run.ledger.failed * 100 <= run.stacks.total)
        // A caller is at the line that calls.
        let misplaced = run.stacks.samples { stack in
          zip(stack.frames, stack.proven.dropFirst()).contains { caller, callee in
            let line = Int(caller.split { !$0.isNumber }.last ?? "") ?? 0
            return !lines[max(0, line - 1)].contains("\(callee)()")
          }
        }
        counts.append("\(misplaced) of \(run.stacks.total)")
        if options.isEmpty { return misplaced == 0 }
        // Copies may agree by chance. To 3.10 frames are objects of their own, which lie further apart: while nothing may
        // be stopped, up to 1 % was seen.
        return !python.sharesFrameMemory || misplaced * 10_000 <= run.stacks.total
      }
      #expect(isInPlace, "\(counts)")
    }
  }

  /// From 3.11 to 3.13 the caller of what returns looks as if it had been popped itself for as long as that is freed.
  @Test(arguments: PythonInstallation.sampled, [[], ["--nonblocking"]])
  func seesAReturnThatFreesForLong(_ python: PythonInstallation, _ options: [String]) throws {
    try withProgram("blocked_return.py", on: python) { program in
      let run = try SampledRun("attach", options + ["-d", "500ms", "\(program.id)"])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      #expect(run.stacks.share { $0.proven == ["<module>", "hold"] } > 0.9, "\(run.outcome.error)")
    }
  }

  /// However fast the inner frames change, those that have called them stand still.
  @Test(arguments: PythonInstallation.sampled)
  func keepsTheCallersOfWhatMoves(_ python: PythonInstallation) throws {
    try withProgram("nested_generators.py", on: python) { program in
      var shares: [Double] = []
      // A machine that is busy may leave no sample in which it is seen for the first time what there is to be kept.
      let isKept = try succeeds {
        let run = try SampledRun("attach", ["--nonblocking", "-d", "1", "\(program.id)"])
        #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
        let impossible = run.stacks.stacks.filter {
          !zip($0.proven, ["<module>", "start", "spin"] + Array(repeating: "walk", count: 7)).allSatisfy(==)
        }
        #expect(impossible.isEmpty)
        shares.append(run.stacks.share { $0.proven.count >= 2 })
        return shares.last ?? 0 > (python.sharesFrameMemory ? 0.95 : 0.9)
      }
      #expect(isKept, "\(shares)")
    }
  }

  /// A thread may be stopped just where it leaves a generator, whose caller stands in a register alone then.
  @Test(arguments: PythonInstallation.sampled)
  func takesNoGeneratorThatIsLeftForAWholeStack(_ python: PythonInstallation) throws {
    try withProgram("nested_generators.py", on: python) { program in
      let run = try SampledRun(
        "attach", ["--blocking", "--stop-budget", "40%", "-r", "10khz", "-d", "1", "\(program.id)"])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      let impossible = run.stacks.stacks.filter {
        !zip($0.proven, ["<module>", "start", "spin"] + Array(repeating: "walk", count: 7)).allSatisfy(==)
      }
      #expect(impossible.isEmpty)
      #expect(run.stacks.share { $0.isCut } < 0.05)
    }
  }

  /// Code that was freed is not taken for what came to the same address, however alike they are.
  @Test(arguments: PythonInstallation.sampled, [[], ["functions"]])
  func tellsModulesApartThatFollowOneAnother(_ python: PythonInstallation, _ arguments: [String]) throws {
    try withProgram("fast_modules.py", arguments, on: python) { program in
      let run = try SampledRun("attach", ["-r", "2khz", "-d", "2", "\(program.id)"])
      #expect(run.outcome.status == .exited(0), "\(run.outcome.error)")
      let shares = [1, 3, 5].map { number in
        run.stacks.share { $0.frames.contains { $0.hasSuffix("/module\(number).py:\(number + 2))") } }
      }
      for share in shares { #expect(abs(share - 1 / 3) < 0.08, "\(shares)") }
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func givesOneRowToAFunctionOfThreeLines(_ python: PythonInstallation) throws {
    let source = try String(contentsOfFile: PythonInstallation.program("phases.py"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let run = try SampledRun(
      "run", ["-r", "2khz", "--python", python.executable.path, PythonInstallation.program("phases.py"), "1.8"])
    let inside = run.stacks.samples { $0.proven.last == "phases" }
    #expect(inside > 2000, "\(run.outcome.error)")
    for phase in ["phase one", "phase two", "phase three"] {
      let line = try #require(lines.firstIndex { $0.contains(phase) }) + 1
      let samples = run.stacks.samples { $0.frames.last?.hasSuffix("phases.py:\(line))") == true }
      // Half the width of a 99.9 % interval of a third of 2,000 samples is 3.5 points.
      #expect(abs(Double(samples) / Double(inside) - 1 / 3) < 0.035, "\(phase): \(samples) of \(inside)")
    }
    #expect(run.rows(of: "phases").count == 1)
  }
}
