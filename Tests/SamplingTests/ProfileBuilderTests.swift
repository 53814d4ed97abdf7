import Foundation
import LinuxProcess
import ProfileModel
import SeriemaTestSupport
import Testing

@testable import CPythonInspection
@testable import Sampling

@Suite(.tags(.realPython), .startsProcesses)
struct ProfileBuilderTests {
  private static let program = """
    import os
    def a(): return b()
    def b(): return c()
    def c(): return (lambda: d())()
    def d():
        print("READY", flush=True); return os.read(0, 1)
    a()
    """

  @Test(arguments: Seeds.fresh(20))
  func buildsTheSameTreeFromWhatChangedAsFromWholeStacks(_ seed: UInt64) throws {
    let conversation = try Conversation(PythonInstallation.required[0].executable, ["-c", Self.program])
    #expect(conversation.nextLine() == "READY")
    let process = ProcessID(conversation.id)
    var reader = StackReader(try PythonRuntime(of: process))
    try reader.read(at: MonotonicClock.nowNanoseconds)
    for index in 0..<reader.threadCount { reader.readUnexpected(index, at: MonotonicClock.nowNanoseconds) }
    try #require(!reader.codeObjects.isEmpty)

    var random = SeededGenerator(seed: seed)
    let incremental = ProfileBuilder()
    let fresh = ProfileBuilder()
    let number = incremental.addReader()
    _ = fresh.addReader()
    let thread = ThreadID(conversation.id)
    var histories = (0..<3).map {
      incremental.addThread(RemoteAddress(UInt64($0)), id: thread, in: process, by: number, sampledAt: 0, interval: 0)
    }
    _ = fresh.addThread(RemoteAddress(0), id: thread, in: process, by: number, sampledAt: 0, interval: 0)
    var stacks = [[RawFrame]](repeating: [], count: 3)
    var sampleCount = 0
    for _ in 0..<500 {
      let index = Int.random(in: 0..<3, using: &random)
      stacks[index] = change(stacks[index], codeObjects: reader.codeObjects, &random)
      let isCut = Int.random(in: 0..<8, using: &random) == 0
      let weight = Weight(samples: 1, time: Nanoseconds(Int64.random(in: 1...1000, using: &random)), idle: .zero)
      let stack = stacks[index]
      let placed = incremental.place(stack.span, at: [], isCut: isCut, in: &histories[index], codes: reader)
      incremental.add(weight, to: placed.node)
      var unknown = fresh.addThread(RemoteAddress(0), id: thread, in: process, by: number, sampledAt: 0, interval: 0)
      let expected = fresh.place(stack.span, at: [], isCut: isCut, in: &unknown, codes: reader)
      fresh.add(weight, to: expected.node)
      #expect(placed.node == expected.node, "seed \(seed)")
      sampleCount += 1
    }
    let version = reader.runtime.version.description
    let profile = incremental.profile(ledger: Ledger(), version: version)
    let other = fresh.profile(ledger: Ledger(), version: version)
    #expect(profile.nodes == other.nodes, "seed \(seed)")
    #expect(profile.frames == other.frames, "seed \(seed)")
    #expect(profile.functions == other.functions, "seed \(seed)")
    #expect(profile.nodes.reduce(0) { $0 + $1.own.samples } == sampleCount, "seed \(seed)")
  }

  /// Another stack that shares its outer frames, more or less of them.
  private func change(
    _ stack: [RawFrame], codeObjects: [CodeObject], _ random: inout SeededGenerator
  ) -> [RawFrame] {
    let kept = Array(stack.suffix(Int.random(in: 0...stack.count, using: &random)))
    let added = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let code = Int.random(in: 0..<codeObjects.count, using: &random)
      let unit = Int.random(in: 0..<codeObjects[code].lines.count, using: &random)
      return RawFrame(code: UInt32(code), unit: UInt32(unit))
    }
    return added + kept
  }
}
