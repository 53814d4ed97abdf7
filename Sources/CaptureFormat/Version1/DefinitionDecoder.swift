import ProfileModel

/// Reads what `DefinitionEncoder` writes, and knows how many of each there are by now.
struct DefinitionDecoder: Sendable {
  /// Of the capture.
  private let version: Int
  private(set) var functionCount = 0
  private(set) var frameCount = 0
  private(set) var threadCount = 0

  /// Larger numbers are of no real program; sums of smaller ones do not overflow.
  static let largestTime = UInt64(1) << 53
  static let largestCount = 1 << 40
  private static let largestLine = 1 << 32

  /// - Parameter version: From 3 on frames may have instructions, from 4 on columns alone.
  init(version: Int) {
    self.version = version
  }

  mutating func readAll(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> [ProfileEvent] {
    var events: [ProfileEvent] = []
    while !reader.isAtEnd { events.append(try read(&reader)) }
    return events
  }

  private mutating func read(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> ProfileEvent {
    switch DefinitionEncoder.Tag(rawValue: try reader.read()) {
    case .function:
      functionCount += 1
      return .function(
        FunctionIdentity(
          qualifiedName: try reader.readText(), file: try reader.readText(),
          firstLine: try reader.readIndex(below: Self.largestLine)))
    case .frame:
      frameCount += 1
      return .frame(
        Frame(
          function: try reader.readIndex(below: functionCount), line: try reader.readIndex(below: Self.largestLine)))
    case .frameAtInstruction:
      guard version >= 3 else { throw ByteReader.Malformed() }
      frameCount += 1
      let function = try reader.readIndex(below: functionCount)
      let line = try reader.readIndex(below: Self.largestLine)
      return .frame(Frame(function: function, line: line, instruction: try readInstruction(&reader, on: line)))
    case .frameAtColumns:
      guard version >= 4 else { throw ByteReader.Malformed() }
      frameCount += 1
      let function = try reader.readIndex(below: functionCount)
      let line = try reader.readIndex(below: Self.largestLine)
      return .frame(Frame(function: function, at: try readSpan(&reader, on: line)))
    case .thread:
      threadCount += 1
      return .thread(
        SampledThread(
          process: try readID(&reader), thread: try readID(&reader), name: try reader.readText(),
          host: try reader.readText()))
    case .threadName:
      return .threadName(thread: try reader.readIndex(below: threadCount), name: try reader.readText())
    case .process: return .process(try readProcess(&reader))
    case .runtime:
      let version = try reader.readText()
      guard let time = SampledTime(code: try reader.read()) else { throw ByteReader.Malformed() }
      return .runtime(pythonVersion: version, sampledTime: time)
    case .ledger: return .ledger(try readLedger(&reader))
    case nil: throw ByteReader.Malformed()
    }
  }

  private func readInstruction(
    _ reader: inout ByteReader, on line: Int
  ) throws(ByteReader.Malformed) -> Instruction {
    let offset = try reader.readIndex(below: Self.largestLine)
    let opcode = try reader.readText()
    let form = try reader.readText()
    return Instruction(offset: offset, opcode: opcode, form: form, span: try readSpan(&reader, on: line))
  }

  private func readSpan(_ reader: inout ByteReader, on line: Int) throws(ByteReader.Malformed) -> SourceSpan {
    let endLine = line + (try reader.readIndex(below: Self.largestLine))
    let columns = (try readColumn(&reader), try readColumn(&reader))
    return SourceSpan(line: line, endLine: endLine, column: columns.0, endColumn: columns.1)
  }

  /// A column is written one higher, and 0 where there is none.
  private func readColumn(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int? {
    let column = try reader.readIndex(below: Self.largestLine)
    return column == 0 ? nil : column - 1
  }

  private func readProcess(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> SampledProcess {
    let process = try readID(&reader)
    let parent = try readID(&reader)
    let command = try reader.readText()
    guard let reading = SampledProcess.Reading(code: try reader.read()) else { throw ByteReader.Malformed() }
    let ending: SampledProcess.Ending
    switch try reader.read() {
    case 0: ending = .running
    case 1: ending = .exited(Int32(truncatingIfNeeded: try reader.readSigned()))
    case 2: ending = .signalled(Int32(truncatingIfNeeded: try reader.readSigned()))
    case 3: ending = .unknown
    default: throw ByteReader.Malformed()
    }
    return SampledProcess(
      process: process, parent: parent == 0 ? nil : parent, command: command, reading: reading, ending: ending)
  }

  private func readLedger(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Ledger {
    var ledger = Ledger()
    ledger.wantedRate = try readFinite(&reader)
    for time in Ledger.times {
      let value = try reader.read()
      guard value <= Self.largestTime * 2 else { throw ByteReader.Malformed() }
      ledger[keyPath: time] = Nanoseconds(Int64(value))
    }
    for count in Ledger.counts { ledger[keyPath: count] = try reader.readIndex(below: Self.largestCount) }
    ledger.effective = EffectiveSamples(sum: try readFinite(&reader), sumOfSquares: try readFinite(&reader))
    ledger.tellsLosses = try reader.readIndex(below: 2) == 1
    for _ in 0..<(try reader.readIndex(below: 1 << 16)) {
      let reason = try reader.readText()
      ledger.reasons[reason] = try reader.readIndex(below: Self.largestCount)
    }
    return ledger
  }

  private func readFinite(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Double {
    let value = try reader.readDouble()
    guard value.isFinite, value >= 0, value < 1e18 else { throw ByteReader.Malformed() }
    return value
  }

  private func readID(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int32 {
    Int32(try reader.readIndex(below: Int(Int32.max)))
  }
}
