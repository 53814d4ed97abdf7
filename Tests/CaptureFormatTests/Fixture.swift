import CaptureFormat
import ProfileModel
import SeriemaTestSupport

/// Captures for tests, in memory.
struct Fixture {
  var blocks: [CaptureBlock]
  var detail = FrameDetail.lines
  var origin = RecordingOrigin(
    startedAt: Nanoseconds(1_700_000_000_123_456_789), host: "host", program: ["app.py", "--its", "öptions"],
    process: 4242, recorder: "seriema 0.1.0")

  /// Two threads, a cut, a thread without frames, and weights of all kinds.
  static let small: Fixture = {
    var first = CaptureBlock()
    first.definitions = [
      .runtime(pythonVersion: "3.13.1", sampledTime: .wall),
      .thread(SampledThread(process: 4242, thread: 4242, name: "MainThread")),
      .function(FunctionIdentity(qualifiedName: "<module>", file: "/srv/app.py", firstLine: 1)),
      .function(FunctionIdentity(qualifiedName: "naïve\u{0}</script>", file: "/srv/app.py", firstLine: 7)),
      .frame(Frame(function: 0, line: 12)), .frame(Frame(function: 1, line: 8)),
      .node(Profile.Node(parent: nil, thread: 0, kind: .frame(0), own: .zero)),
      .node(Profile.Node(parent: 0, thread: 0, kind: .frame(1), own: .zero)),
      .node(Profile.Node(parent: 0, thread: 0, kind: .cut, own: .zero)),
    ]
    first.samples = [
      sample(at: 1_000_000, 1, time: 1_000_000), sample(at: 2_010_000, 1, time: 1_010_000),
      sample(at: 2_990_000, 2, 3, time: 980_000),
    ]
    var second = CaptureBlock()
    second.definitions = [
      .thread(SampledThread(process: 4242, thread: 4243, name: "job (x) 2")),
      .threadName(thread: 1, name: "another"),
      .process(
        SampledProcess(process: 4242, parent: nil, command: "python app.py", reading: .python, ending: .exited(3))),
      .node(Profile.Node(parent: nil, thread: 1, kind: .noFrames, own: .zero)),
    ]
    second.samples = [
      sample(at: 4_000_000, 1, time: 1_010_000), sample(at: 4_000_000, 3, time: 2_000_000, idle: 2_000_000),
      sample(at: 5_000_000, 3, 0, time: 500, idle: 20),
    ]
    var last = CaptureBlock()
    var ledger = Ledger()
    ledger.wantedRate = 1000
    ledger.elapsed = Nanoseconds(5_000_000)
    ledger.ticksWanted = 5
    ledger.complete = 4
    ledger.partial = 1
    ledger.effective.add(Nanoseconds(1_000_000))
    ledger.reasons = ["its memory could not be read": 2]
    last.definitions = [.ledger(ledger)]
    return Fixture(blocks: [first, second, last])
  }()

  /// The small one, with states of all kinds.
  static let stateful: Fixture = {
    var fixture = small
    let states = SampleStates.State.allCases
    let all = states.reduce(SampleStates()) { $0.with($1, true) }
    let none = states.reduce(SampleStates()) { $0.with($1, false) }
    let some = SampleStates().with(.holdsGIL, true).with(.hasException, false)
    for (index, told) in [none, none, .unknown].enumerated() { fixture.blocks[0].samples[index].states = told }
    for (index, told) in [all, some, some].enumerated() { fixture.blocks[1].samples[index].states = told }
    return fixture
  }()

  /// The same with frames at instructions of all kinds.
  static let instructed: Fixture = {
    var fixture = stateful
    fixture.detail = .instructions
    let spans = [
      SourceSpan(line: 8, endLine: 8, column: 0, endColumn: 300), SourceSpan(line: 8, endLine: 200, column: 4),
      SourceSpan(line: 8),
    ]
    let names = [("BINARY_OP", "BINARY_OP_ADD_INT"), ("", "INSTRUMENTED_LINE"), ("CALL", "")]
    for (index, (opcode, form)) in names.enumerated() {
      let instruction = Instruction(offset: 2 + 300 * index, opcode: opcode, form: form, span: spans[index])
      fixture.blocks[1].definitions.insert(
        .frame(Frame(function: 1, line: 8, instruction: instruction)), at: index)
      fixture.blocks[1].definitions.append(
        .node(Profile.Node(parent: 0, thread: 0, kind: .frame(2 + index), own: .zero)))
      fixture.blocks[1].samples.append(sample(at: 6_000_000 + Int64(index) * 1_000_000, 4 + index, time: 1_000_000))
    }
    return fixture
  }()

  /// The same with their columns alone, where these are known.
  static let placed: Fixture = {
    var fixture = instructed
    fixture.detail = .columns
    fixture.blocks[1].definitions = fixture.blocks[1].definitions.map { definition in
      guard case .frame(let frame) = definition, let span = frame.span else { return definition }
      return .frame(Frame(function: frame.function, at: span))
    }
    return fixture
  }()

  /// As of a program that calls and returns, with several threads.
  static func random(seed: UInt64, blockCount: Int = 4, samplesPerBlock: Int = 200) -> Fixture {
    var random = SeededGenerator(seed: seed)
    let detail = [FrameDetail.lines, .columns, .instructions].randomElement(using: &random) ?? .lines
    var functionCount = 0
    var frameCount = 0
    var threadOfNode: [Int] = []
    var threadCount = 0
    var now: Int64 = 0
    var blocks: [CaptureBlock] = []
    for _ in 0..<blockCount {
      var block = CaptureBlock()
      var nodes: [ProfileEvent] = []
      for _ in 0..<20 {
        block.definitions.append(
          .function(
            FunctionIdentity(qualifiedName: "f\(functionCount)", file: "/x/\(functionCount % 7).py", firstLine: 3)))
        functionCount += 1
        let line = Int.random(in: 1..<900, using: &random)
        block.definitions.append(
          .frame(
            frame(of: Int.random(in: 0..<functionCount, using: &random), on: line, telling: detail, using: &random)))
        frameCount += 1
      }
      block.definitions.append(
        .thread(SampledThread(process: 10, thread: Int32(10 + threadCount), name: "thread \(threadCount)")))
      threadCount += 1
      for _ in 0..<50 {
        let parent =
          threadOfNode.isEmpty || Bool.random(using: &random)
          ? nil : Int.random(in: threadOfNode.indices, using: &random)
        let thread = parent.map { threadOfNode[$0] } ?? Int.random(in: 0..<threadCount, using: &random)
        nodes.append(
          .node(
            Profile.Node(
              parent: parent, thread: thread, kind: .frame(Int.random(in: 0..<frameCount, using: &random)), own: .zero))
        )
        threadOfNode.append(thread)
      }
      // A block tells of nodes last.
      block.definitions += nodes
      for _ in 0..<samplesPerBlock {
        now += Int64.random(in: 0..<2, using: &random) * Int64.random(in: 1..<2_000_000, using: &random)
        let time = Int64.random(in: 0..<2_000_000, using: &random)
        block.samples.append(
          sample(
            at: now, Int.random(in: threadOfNode.indices, using: &random), Int.random(in: 0..<3, using: &random),
            time: time, idle: Bool.random(using: &random) ? time : 0, states: states(using: &random)))
      }
      blocks.append(block)
    }
    return Fixture(blocks: blocks, detail: detail)
  }

  /// Half of them tell of no more than a line.
  private static func frame(
    of function: Int, on line: Int, telling detail: FrameDetail, using random: inout SeededGenerator
  ) -> Frame {
    guard detail > .lines, Bool.random(using: &random) else { return Frame(function: function, line: line) }
    func column() -> Int? { Bool.random(using: &random) ? Int.random(in: 0..<2000, using: &random) : nil }
    let span = SourceSpan(
      line: line, endLine: line + Int.random(in: 0..<200, using: &random), column: column(), endColumn: column())
    guard detail == .instructions, Bool.random(using: &random) else { return Frame(function: function, at: span) }
    let names = ["", "CALL", "CALL_PY_EXACT_ARGS"]
    return Frame(
      function: function, line: line,
      instruction: Instruction(
        offset: Int.random(in: 0..<100_000, using: &random), opcode: names.randomElement(using: &random) ?? "",
        form: names.randomElement(using: &random) ?? "", span: span))
  }

  private static func sample(
    at instant: Int64, _ node: Int, _ samples: Int = 1, time: Int64, idle: Int64 = 0, states: SampleStates = .unknown
  ) -> TimedSample {
    TimedSample(
      instant: Nanoseconds(instant), node: node,
      weight: Weight(samples: samples, time: Nanoseconds(time), idle: Nanoseconds(idle)), states: states)
  }

  /// In three of four cases unknown, so that runs of the same are met too.
  private static func states(using random: inout SeededGenerator) -> SampleStates {
    guard Int.random(in: 0..<4, using: &random) == 0 else { return .unknown }
    return SampleStates.State.allCases.reduce(SampleStates()) {
      $0.with($1, Bool.random(using: &random) ? Bool.random(using: &random) : nil)
    }
  }

  func bytes(isCompressed: Bool = true) -> [UInt8] {
    var writer = CaptureWriter(isCompressed: isCompressed, detail: detail)
    var bytes = writer.begin(origin)
    for block in blocks { bytes += writer.write(block) }
    return bytes + writer.end()
  }
}
