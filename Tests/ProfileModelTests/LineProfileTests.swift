import ProfileModel
import Testing

@Suite struct LineProfileTests {
  private static func instruction(_ offset: Int) -> Instruction {
    Instruction(offset: offset, opcode: "CALL", form: "CALL", span: SourceSpan(line: 2))
  }

  /// Two instructions of one line that call the same line, each in two forms, and a line of which none is known.
  private static func profile(tellsInstructions: Bool) -> Profile {
    let functions = ["outer", "inner"].map { FunctionIdentity(qualifiedName: $0, file: "/x.py", firstLine: 1) }
    let offsets: [Int?] = [2, 8, 30, nil]
    let frames = offsets.map { offset in
      Frame(function: offset == 30 ? 1 : 0, line: offset == 30 ? 9 : 2, instruction: offset.map(instruction))
    }
    func node(_ parent: Int?, _ frame: Int, _ samples: Int) -> Profile.Node {
      let weight = Weight(samples: samples, time: Nanoseconds(Int64(samples) * 1000), idle: Nanoseconds(7))
      return Profile.Node(parent: parent, thread: 0, kind: .frame(frame), own: weight)
    }
    let cut = Profile.Node(parent: 1, thread: 0, kind: .cut, own: Weight(samples: 5))
    let nodes = [node(nil, 0, 1), node(nil, 1, 2), node(0, 2, 4), node(1, 2, 8), cut, node(nil, 3, 16)]
    var profile = Profile(
      functions: functions, frames: frames, threads: [SampledThread(process: 1, thread: 1, name: "t")], nodes: nodes,
      ledger: Ledger(), pythonVersion: "3.13.1")
    if !tellsInstructions { profile.frames = frames.map(\.lineAlone) }
    return profile
  }

  @Test func makesOneOfTheInstructionsOfALine() {
    let whole = Self.profile(tellsInstructions: true)
    #expect(whole.detail == .instructions)
    let lines = LineProfile(whole)
    #expect(lines.profile.frames == [Frame(function: 0, line: 2), Frame(function: 1, line: 9)])
    #expect(lines.profile.nodes.map(\.kind) == [.frame(0), .frame(1), .cut])
    #expect(lines.profile.nodes.map(\.parent) == [nil, 0, 0])
    #expect(lines.profile.nodes.map(\.own.samples) == [19, 12, 5])
    #expect(lines.profile.total == whole.total)
    #expect((0..<6).map(lines.node) == [0, 0, 1, 1, 2, 0])
    #expect(lines.profile.detail == .lines)
  }

  @Test func leavesLinesAsTheyAre() {
    let profile = Self.profile(tellsInstructions: false)
    let lines = LineProfile(profile)
    #expect(lines.profile.nodes == profile.nodes)
    #expect(lines.profile.frames == profile.frames)
    #expect((0..<6).map(lines.node) == Array(0..<6))
  }

  /// An assembler keeps instructions apart, and numbers what it merges as if they were lines of their own.
  @Test func isMergedWithItsInstructions() {
    let whole = Self.profile(tellsInstructions: true)
    var assembler = ProfileAssembler()
    for host in ["one", "two"] {
      let recording = assembler.addRecording(
        from: RecordingOrigin(startedAt: .zero, host: host, program: [], process: 1, recorder: ""))
      for event in whole.definitions { assembler.add(event, of: recording) }
      for (index, node) in whole.nodes.enumerated() {
        assembler.add(TimedSample(instant: .zero, node: index, weight: node.own), of: recording)
      }
    }
    let merged = assembler.profile
    #expect(merged.frames == whole.frames)
    #expect(merged.threads.count == 2)
    #expect(LineProfile(merged).profile.nodes.map(\.own.samples) == [19, 12, 5, 19, 12, 5])
  }
}
