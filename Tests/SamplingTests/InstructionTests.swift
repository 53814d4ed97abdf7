import CPythonInspection
import Foundation
import LinuxProcess
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import Sampling

/// Instructions of a program that says itself which it has.
@Suite(.measuresTime, .tags(.realPython))
struct InstructionTests {
  /// What the program says of an instruction.
  private struct Told: Hashable {
    var function: String
    var offset: Int
    var opcode: String
    var line: Int
    var columns: [Int?]
  }

  /// An instruction that was sampled.
  private struct Sampled {
    var function: String
    var line: Int
    var instruction: Instruction
    var own: Int
    var total: Int
  }

  private func sample(_ python: PythonInstallation, telling detail: FrameDetail = .instructions) throws -> (
    Profile, [Told]
  ) {
    try withProgram("instructions.py", on: python) { program in
      let told = try program.outputSoFar.split(separator: "\n").dropLast().map { line in
        let words = line.split(separator: " ")
        let numbers = words.compactMap { Int($0) }
        try #require(words.count == 6 && numbers.count == 4, "\(line)")
        return Told(
          function: String(words[0]), offset: numbers[0], opcode: String(words[2]), line: numbers[1],
          columns: numbers[2...].map { $0 < 0 ? nil : $0 })
      }
      return (try profile(of: program, telling: detail), told)
    }
  }

  private func profile(of name: String, _ arguments: [String], on python: PythonInstallation) throws -> Profile {
    try withProgram(name, arguments, on: python) { try profile(of: $0) }
  }

  private func profile(of program: RunningProcess, telling detail: FrameDetail = .instructions) throws -> Profile {
    var options = SamplingOptions(rate: 2000, duration: Nanoseconds(seconds: 2))
    options.detail = detail
    return try Sampler(ProcessID(program.id), isChild: false, options: options).run().get()
  }

  private func instructions(of profile: Profile) -> [Sampled] {
    let subtree = profile.subtreeWeights()
    var own = [Int](repeating: 0, count: profile.frames.count)
    var total = own
    for (index, node) in profile.nodes.enumerated() {
      guard case .frame(let frame) = node.kind else { continue }
      own[frame] += node.own.samples
      total[frame] += subtree[index].samples
    }
    return profile.frames.indices.compactMap { index in
      let frame = profile.frames[index]
      return frame.instruction.map {
        Sampled(
          function: profile.functions[frame.function].qualifiedName, line: frame.line, instruction: $0,
          own: own[index], total: total[index])
      }
    }
  }

  @Test(arguments: PythonInstallation.read)
  func tellsTheInstructionsThatThereAre(_ python: PythonInstallation) throws {
    let (profile, told) = try sample(python)
    let known = Dictionary(uniqueKeysWithValues: told.map { ("\($0.function) \($0.offset)", $0) })
    let sampled = instructions(of: profile).filter { $0.function != "<module>" }
    #expect(sampled.count > 10)
    for one in sampled {
      let expected = try #require(known["\(one.function) \(one.instruction.offset)"], "\(one)")
      #expect(one.instruction.opcode == expected.opcode, "\(one)")
      #expect(one.line == expected.line, "\(one)")
      #expect(one.instruction.span.line == one.line)
      #expect([one.instruction.span.column, one.instruction.span.endColumn] == expected.columns, "\(one)")
    }
    // All but the mark of a collection, and to 3.10 functions that were called and have not begun.
    for frame in profile.frames where frame.instruction == nil {
      let function = profile.functions[frame.function]
      #expect(function == .garbageCollection || (frame.line == function.firstLine && !python.sharesFrameMemory))
    }
  }

  @Test(arguments: PythonInstallation.sampled)
  func tellsWhatAHotInstructionHasBecome(_ python: PythonInstallation) throws {
    let (profile, _) = try sample(python)
    let isAdaptive = python.sharesFrameMemory
    let additions = instructions(of: profile).filter {
      $0.function == "adds" && $0.instruction.opcode == (isAdaptive ? "BINARY_OP" : "BINARY_ADD")
    }
    let all = additions.reduce(0) { $0 + $1.own }
    #expect(all > 100)
    #expect(Set(additions.map(\.instruction.offset)).count == 7)
    let become = additions.filter { $0.instruction.form == (isAdaptive ? "BINARY_OP_ADD_INT" : "BINARY_ADD") }
    #expect(become.reduce(0) { $0 + $1.own } == all, "\(additions)")
  }

  /// Callers that are at the same call in every sample are not looked up for their place, but for what became of them.
  @Test(arguments: PythonInstallation.sampled.filter(\.sharesFrameMemory))
  func tellsWhatACallBecomesMeanwhile(_ python: PythonInstallation) throws {
    let profile = try profile(of: "changing_instructions.py", [], on: python)
    for function in ["calls", "passes"] {
      let calls = instructions(of: profile).filter { $0.function == function && $0.instruction.opcode == "CALL" }
      let all = calls.reduce(0) { $0 + $1.total }
      #expect(all > 500)
      let become = calls.filter { $0.instruction.form == "CALL_PY_EXACT_ARGS" }.reduce(0) { $0 + $1.total }
      #expect(become * 10 > all * 8, "\(calls)")
    }
  }

  /// While a tool watches lines the interpreter hides what was compiled there, and shows it again afterwards.
  @Test(arguments: PythonInstallation.required)
  func tellsInstructionsThatWereHidden(_ python: PythonInstallation) throws {
    let profile = try profile(of: "changing_instructions.py", ["watched"], on: python)
    let summaries = profile.functionSummaries().filter { $0.function.qualifiedName == "adds" }
    let all = summaries.reduce(0) { $0 + $1.own.samples }
    let told = instructions(of: profile).filter { $0.function == "adds" }
    #expect(all > 500)
    #expect(told.reduce(0) { $0 + $1.own } * 100 > all * 95, "\(told)")
    // Where its calls begin is only known while nothing is hidden.
    let total = summaries.reduce(0) { $0 + $1.total.samples }
    #expect(total * 2 > all * 3)
    #expect(told.reduce(0) { $0 + $1.total } * 100 > total * 80, "\(told)")
    let additions = told.filter { $0.instruction.form == "BINARY_OP_ADD_INT" }.reduce(0) { $0 + $1.own }
    #expect(additions * 10 > all * 3, "\(told)")
  }

  /// The columns of the dear one of two calls on a line have nearly all of its time.
  @Test(arguments: PythonInstallation.sampled.filter(\.sharesFrameMemory), [FrameDetail.columns, .instructions])
  func tellsTheDearPartOfALine(_ python: PythonInstallation, _ detail: FrameDetail) throws {
    let (profile, _) = try sample(python, telling: detail)
    let source = try String(contentsOfFile: PythonInstallation.program("instructions.py"), encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(profile.detail == detail)
    let subtree = profile.subtreeWeights()
    var all = 0
    var totals: [String: Int] = [:]
    for (index, node) in profile.nodes.enumerated() {
      guard case .frame(let frame) = node.kind,
        profile.functions[profile.frames[frame].function].qualifiedName == "both"
      else { continue }
      all += subtree[index].samples
      guard let span = profile.frames[frame].span, let start = span.column, let end = span.endColumn else { continue }
      let text = String(decoding: lines[span.line - 1].utf8.dropFirst(start).prefix(end - start), as: UTF8.self)
      totals[text, default: 0] += subtree[index].samples
    }
    #expect(all > 500)
    #expect((totals["dear()"] ?? 0) * 100 > all * 90, "\(totals)")
    #expect((totals["cheap()"] ?? 0) * 100 < all * 10, "\(totals)")
  }

  /// Nothing of it is there where it was not asked for; by line, both are of the same lines.
  @Test func tellsLinesUnlessAsked() throws {
    let python = PythonInstallation("3.13")
    // Before 3.11 there are no columns, and then it is by line.
    let (old, _) = try sample(PythonInstallation("3.10"), telling: .columns)
    #expect(old.detail == .lines)
    let (lines, _) = try sample(python, telling: .lines)
    #expect(lines.detail == .lines)
    let (whole, _) = try sample(python)
    #expect(whole.detail == .instructions && whole.nodes.count > lines.nodes.count)
    let merged = LineProfile(whole).profile
    #expect(merged.detail == .lines)
    #expect(merged.total == whole.total)
    func share(_ name: String, of profile: Profile) -> Double {
      let summaries = profile.functionSummaries().filter { $0.function.qualifiedName == name }
      return Double(summaries.reduce(0) { $0 + $1.own.samples }) / Double(profile.total.samples)
    }
    for name in ["adds", "dear"] { #expect(abs(share(name, of: merged) - share(name, of: lines)) < 0.1) }
  }
}
