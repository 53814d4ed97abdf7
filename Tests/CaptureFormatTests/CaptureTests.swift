import CaptureFormat
import Foundation
import ProfileModel
import SeriemaTestSupport
import Testing

@Suite struct CaptureTests {
  struct Told {
    var origin: RecordingOrigin
    var blocks: [CaptureBlock]
    var ending: CaptureEnding?

    var samples: [TimedSample] { blocks.flatMap(\.samples) }
    var definitions: [ProfileEvent] { blocks.flatMap(\.definitions) }
  }

  static func read(_ bytes: [UInt8]) throws -> Told {
    var reader = try CaptureReader { offset, count in
      Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    }
    var told = Told(origin: reader.origin, blocks: [])
    while let block = try reader.next() { told.blocks.append(block) }
    told.ending = reader.ending
    return told
  }

  /// Whether what was told is the beginning of what is in the fixture.
  private func isBeginning(_ told: Told, of fixture: Fixture) -> Bool {
    zip(told.blocks, fixture.blocks).allSatisfy { $0.definitions == $1.definitions && $0.samples == $1.samples }
      && told.blocks.count <= fixture.blocks.count
  }

  @Test(arguments: [true, false]) func tellsWhatWasWritten(isCompressed: Bool) throws {
    let told = try Self.read(Fixture.small.bytes(isCompressed: isCompressed))
    #expect(told.origin == Fixture.small.origin)
    #expect(told.definitions == Fixture.small.blocks.flatMap(\.definitions))
    #expect(told.samples == Fixture.small.blocks.flatMap(\.samples))
    #expect(told.ending == .complete)
  }

  /// Samples of one moment are told by thread, so these are compared sorted.
  @Test(arguments: Seeds.fresh(20)) func tellsAnythingThatWasWritten(seed: UInt64) throws {
    let fixture = Fixture.random(seed: seed)
    let told = try Self.read(fixture.bytes())
    #expect(told.definitions == fixture.blocks.flatMap(\.definitions), "seed \(seed)")
    func sorted(_ samples: [TimedSample]) -> [TimedSample] {
      samples.sorted {
        ($0.instant, $0.node, $0.weight.samples, $0.weight.time, $0.weight.idle, $0.states.rawValue)
          < ($1.instant, $1.node, $1.weight.samples, $1.weight.time, $1.weight.idle, $1.states.rawValue)
      }
    }
    #expect(sorted(told.samples) == sorted(fixture.blocks.flatMap(\.samples)), "seed \(seed)")
    #expect(zip(told.samples, told.samples.dropFirst()).allSatisfy { $0.instant <= $1.instant }, "seed \(seed)")
  }

  @Test(arguments: [true, false]) func tellsWholeBlocksOfACaptureCutAnywhere(isCompressed: Bool) throws {
    let fixture = Fixture.small
    let bytes = fixture.bytes(isCompressed: isCompressed)
    for length in 0..<bytes.count {
      do {
        let told = try Self.read(Array(bytes[..<length]))
        #expect(isBeginning(told, of: fixture), "cut at \(length)")
        #expect(told.ending != .complete, "cut at \(length)")
      } catch let error as CaptureError {
        // Nothing can be told without the beginning.
        #expect([.notCapture, .noBeginning].contains(error), "cut at \(length)")
      }
    }
  }

  @Test(arguments: [true, false]) func neverTellsOfAFlippedByte(isCompressed: Bool) throws {
    let fixture = Fixture.small
    let bytes = fixture.bytes(isCompressed: isCompressed)
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(bit)
        do {
          let told = try Self.read(flipped)
          #expect(isBeginning(told, of: fixture), "byte \(place), bit \(bit)")
          #expect(told.ending != .complete, "byte \(place), bit \(bit)")
        } catch is CaptureError {
          // Said, and nothing told.
        }
      }
    }
  }

  @Test func refusesWhatIsNoCapture() {
    for text in ["", "{}", "import sys\nprint(sys.version)\n", String(repeating: "x", count: 4096)] {
      #expect(throws: CaptureError.notCapture) { try Self.read(Array(text.utf8)) }
    }
  }

  @Test func refusesANewerVersion() {
    var bytes = Fixture.small.bytes()
    bytes[8] = 5
    // Its checksum is right: it is no damage.
    bytes.replaceSubrange(12..<16, with: TextbookCRC.bytes(of: bytes[..<12]))
    #expect(throws: CaptureError.newerVersion(5)) { try Self.read(bytes) }
  }

  @Test func tellsTheStatesOfSamples() throws {
    let told = try Self.read(Fixture.stateful.bytes())
    #expect(told.samples == Fixture.stateful.blocks.flatMap(\.samples))
    #expect(told.samples.map(\.states.rawValue) == [0xf0, 0xf0, 0, 0xff, 0x91, 0x91])
    let last = try #require(told.samples.last).states
    #expect(last[.holdsGIL] == true && last[.hasException] == false && last[.collectsGarbage] == nil)
    #expect(told.ending == .complete)
  }

  @Test func tellsInstructions() throws {
    let bytes = Fixture.instructed.bytes()
    #expect(bytes[8] == 4)
    let told = try Self.read(bytes)
    #expect(told.definitions == Fixture.instructed.blocks.flatMap(\.definitions))
    #expect(told.samples == Fixture.instructed.blocks.flatMap(\.samples))
    #expect(told.ending == .complete)
  }

  /// An older reader knows no instructions, and is not shown any: where none are told, the version is the one before.
  @Test func isOfTheVersionBeforeWithoutInstructions() throws {
    #expect(Fixture.stateful.bytes()[8] == 2)
    var fixture = Fixture.instructed
    fixture.detail = .lines
    let told = try Self.read(fixture.bytes())
    #expect(fixture.bytes()[8] == 2)
    let frames = told.definitions.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    #expect(frames.count == 5 && frames.allSatisfy { $0.instruction == nil })
  }

  @Test func tellsColumnsAlone() throws {
    let told = try Self.read(Fixture.placed.bytes())
    #expect(Fixture.placed.bytes()[8] == 4)
    #expect(told.definitions == Fixture.placed.blocks.flatMap(\.definitions))
    let frames = told.definitions.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    #expect(frames.map(\.detail) == [.lines, .lines, .columns, .columns, .lines])
    #expect(frames.compactMap(\.span).map(\.column) == [0, 4])
  }

  /// The file is of Python 3.15.2's own sampler, and these are the positions that its own reader tells of it.
  @Test func tellsColumnsOfRecordingsOfPythonsOwnSampler() throws {
    let path = Repository.root.appending(path: "Tests/CaptureFormatTests/Captures/python3.15.bin")
    let bytes = Array(try Data(contentsOf: path))
    var reader = try recordingReader { offset, count in
      Array(bytes[min(offset, bytes.count)..<min(offset + count, bytes.count)])
    }
    var functions: [FunctionIdentity] = []
    var spans: [String: Set<SourceSpan>] = [:]
    for event in try #require(try reader.next()).definitions {
      if case .function(let function) = event { functions.append(function) }
      if case .frame(let frame) = event, let span = frame.span {
        spans[functions[frame.function].qualifiedName, default: []].insert(span)
      }
    }
    func span(_ line: Int, _ column: Int, _ endColumn: Int, endLine: Int? = nil) -> SourceSpan {
      SourceSpan(line: line, endLine: endLine, column: column, endColumn: endColumn)
    }
    #expect(spans["work"] == [span(12, 8, 37), span(13, 8, 24)])
    let leaf = [14, 24, 26, 32].map { span(6, 10, $0) } + [span(7, 8, 22), span(7, 12, 21)]
    #expect(spans["leaf"] == Set(leaf))
    #expect(spans["_run_module_as_main"] == [span(201, 11, 42, endLine: 202)])
  }

  /// What is of a version is no part of a capture that says it is older.
  @Test(arguments: zip([Fixture.instructed, .placed], [UInt8(2), 3]))
  func takesNothingOfALaterVersion(_ fixture: Fixture, _ version: UInt8) throws {
    var bytes = fixture.bytes()
    bytes[8] = version
    bytes.replaceSubrange(12..<16, with: TextbookCRC.bytes(of: bytes[..<12]))
    let told = try Self.read(bytes)
    // The first block has none.
    #expect(told.blocks.count == 1)
    guard case .damaged = told.ending else {
      Issue.record("\(String(describing: told.ending))")
      return
    }
  }

  @Test func knowsNoStateThatIsSoAndUnknown() {
    let rawValues = (0...UInt8.max).filter { SampleStates(rawValue: $0) != nil }
    #expect(rawValues.count == 81)
    for value in rawValues {
      let states = SampleStates(rawValue: value) ?? .unknown
      let again = SampleStates.State.allCases.reduce(SampleStates()) { $0.with($1, states[$1]) }
      #expect(again.rawValue == value)
    }
  }

  /// The files stay in the tree for ever: what they say is what they said.
  @Test(arguments: [1, 2, 3]) func readsTheCapturesOfEveryVersion(_ version: Int) throws {
    let fixture = [Fixture.small, .stateful, .instructed][version - 1]
    let path = Repository.root.appending(path: "Tests/CaptureFormatTests/Captures/version\(version).seriema")
    // Made once; what was released is never made again.
    if ProcessInfo.processInfo.environment["SERIEMA_RECORD_GOLDENS"] != nil,
      !FileManager.default.fileExists(atPath: path.path)
    {
      try Data(fixture.bytes()).write(to: path)
    }
    let told = try Self.read(Array(Data(contentsOf: path)))
    #expect(told.origin == fixture.origin)
    #expect(told.definitions == fixture.blocks.flatMap(\.definitions))
    #expect(told.samples == fixture.blocks.flatMap(\.samples))
    #expect(told.ending == .complete)
  }
}
