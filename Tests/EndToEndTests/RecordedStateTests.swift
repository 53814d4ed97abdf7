import Foundation
import SeriemaTestSupport
import Testing

/// What recorded samples say that their threads were at.
@Suite(.measuresTime, .tags(.realPython))
struct RecordedStateTests {
  /// The place of a sample, and what its thread was at, as `--jsonl` has it.
  private struct Sample {
    var functions: [String]
    var holdsGIL: Bool?
    var waitsForGIL: Bool?
    var collectsGarbage: Bool?
    var hasException: Bool?
  }

  @Test(arguments: PythonInstallation.everySecond)
  func tellsExceptions(_ python: PythonInstallation) throws {
    let samples = try record("exceptions.py", on: python, ["-r", "500", "-d", "2"])
    for name in ["in_except", "in_finally", "in_exit"] {
      let inside = samples.filter { $0.functions.contains(name) && !$0.functions.contains("raising_generator") }
      #expect(inside.count > 20)
      let known = inside.filter { $0.hasException != nil }
      // The thread moved while it was read: that happens to few.
      #expect(known.count * 2 > inside.count, "\(name): \(known.count) of \(inside.count) known")
      #expect(known.count { $0.hasException == false } * 20 <= known.count, "\(name)")
    }
    let outside = samples.filter { !$0.functions.isEmpty && Set($0.functions).isSubset(of: Self.outside) }
    #expect(outside.count > 50)
    #expect(outside.contains { $0.hasException == false })
    #expect(outside.count { $0.hasException == true } * 20 <= outside.count)
    // A generator has a place of its own for what it handles, which is not read.
    #expect(samples.contains { $0.functions.contains("in_generator") && $0.hasException == nil })
  }

  private static let outside: Set = ["<module>", "outside", "burn"]

  @Test(arguments: PythonInstallation.everySecond)
  func tellsGarbageCollection(_ python: PythonInstallation) throws {
    let samples = try record("collecting.py", ["beside"], on: python, ["-r", "500", "-d", "2"])
    for sample in samples {
      // The same that the mark in the stack says.
      if sample.functions.contains("<GC>") { #expect(sample.collectsGarbage == true) }
      if sample.collectsGarbage == true { #expect(sample.functions.contains("<GC>")) }
    }
    #expect(samples.contains { $0.collectsGarbage == true && $0.functions.contains("work") })
    #expect(samples.contains { $0.collectsGarbage == false && $0.functions.contains("work") })
    let unmarked = try record("collecting.py", on: python, ["--no-gc", "-r", "200", "-d", "0.5"])
    #expect(!unmarked.isEmpty && unmarked.allSatisfy { $0.collectsGarbage == nil })
  }

  @Test(arguments: PythonInstallation.everySecond)
  func tellsTheGIL(_ python: PythonInstallation) throws {
    let samples = try record("gil_waiting.py", on: python, ["-r", "500", "-d", "2"])
    let spinning = samples.filter { $0.functions.contains("spin") }
    let resting = samples.filter { $0.functions.contains("rest") }
    #expect(resting.count > 100 && resting.count { $0.holdsGIL == true } * 50 <= resting.count)
    #expect(resting.count { $0.holdsGIL == false } * 2 > resting.count)
    let holding = spinning.count { $0.holdsGIL == true }
    let known = spinning.count { $0.holdsGIL != nil }
    #expect(known * 2 > spinning.count)
    // Two take it from each other, and nobody else wants it.
    #expect(holding * 10 > known * 2 && holding * 10 < known * 8, "\(holding) of \(known)")
    #expect(!samples.contains { $0.holdsGIL == true && $0.waitsForGIL == true })
    if python.version == "3.15" {
      #expect(spinning.count { $0.waitsForGIL == true } * 20 > spinning.count)
      #expect(resting.count { $0.waitsForGIL == true } * 50 <= resting.count)
    } else {
      #expect(samples.allSatisfy { $0.waitsForGIL == nil })
    }
  }

  /// Recordings that are merged into one keep it.
  @Test func keepsItThroughReplay() throws {
    try withProgram("gil_waiting.py", on: PythonInstallation("3.13")) { program in
      let folder = try TemporaryFolder()
      let captures = ["one", "two"].map { folder.url.appending(path: "\($0).seriema").path }
      for capture in captures {
        let outcome = try SeriemaExecutable.run(["attach", "-d", "0.5", "--binary", "-o", capture, "\(program.id)"])
        #expect(outcome.status == .exited(0), "\(outcome.error)")
      }
      let file = folder.url.appending(path: "samples.jsonl")
      let outcome = try SeriemaExecutable.run(["replay", "--jsonl", "-o", file.path] + captures)
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      let samples = try Self.samples(in: file)
      #expect(samples.count > 200)
      #expect(samples.count { $0.holdsGIL != nil } * 2 > samples.count)
    }
  }

  private func record(
    _ program: String, _ arguments: [String] = [], on python: PythonInstallation, _ options: [String]
  ) throws -> [Sample] {
    try withProgram(program, arguments, on: python) { program in
      let folder = try TemporaryFolder()
      let file = folder.url.appending(path: "samples.jsonl")
      let outcome = try SeriemaExecutable.run(["attach", "--jsonl", "-o", file.path] + options + ["\(program.id)"])
      #expect(outcome.status == .exited(0), "\(outcome.error)")
      return try Self.samples(in: file)
    }
  }

  private static func samples(in file: URL) throws -> [Sample] {
    var functions: [String] = []
    var frames: [Int] = []
    var stacks: [[String]] = []
    var samples: [Sample] = []
    for line in try Data(contentsOf: file).split(separator: 10) {
      let line = try #require(JSONSerialization.jsonObject(with: line) as? [String: Any])
      switch line["type"] as? String {
      case "function": functions.append(line["name"] as? String ?? "")
      case "frame": frames.append(line["function"] as? Int ?? 0)
      case "stack":
        let outer = (line["caller"] as? Int).map { stacks[$0] } ?? []
        stacks.append(outer + [(line["frame"] as? Int).map { functions[frames[$0]] }].compactMap { $0 })
      case "sample":
        samples.append(
          Sample(
            functions: stacks[line["stack"] as? Int ?? 0], holdsGIL: line["holds_gil"] as? Bool,
            waitsForGIL: line["waiting_for_gil"] as? Bool, collectsGarbage: line["collecting_garbage"] as? Bool,
            hasException: line["has_exception"] as? Bool))
      default: break
      }
    }
    return samples
  }
}
