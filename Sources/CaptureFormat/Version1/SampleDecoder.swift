import ProfileModel

/// Reads what `SampleEncoder` writes.
struct SampleDecoder {
  private typealias Flags = SampleEncoder.Flags

  /// - Parameters:
  ///   - version: Of the capture; from 2 on samples have states.
  ///   - nodeThreads: Of each node that is known by now, its thread.
  ///   - ends: Of the chains of nodes that the block defines.
  /// - Returns: The samples by their moments, those of one moment by thread.
  static func read(
    _ reader: inout ByteReader, version: Int, nodeThreads: [Int32], _ ends: ChainEnds
  ) throws(ByteReader.Malformed) -> [TimedSample] {
    var ends = ends
    let instants = try readInstants(&reader)
    var samples: [TimedSample] = []
    var moments: [Int32] = []
    for _ in 0..<(try reader.readIndex(below: nodeThreads.count + 1)) {
      let thread = Int32(try reader.readIndex(below: Int(Int32.max)))
      try readSeries(&reader, version: version, of: thread, instants, nodeThreads, &ends, &samples, &moments)
    }
    guard reader.isAtEnd else { throw ByteReader.Malformed() }
    return order(samples, by: moments, momentCount: instants.count)
  }

  private static func readInstants(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> [Int64] {
    let unit = Int64(try reader.readIndex(below: Int(SampleEncoder.coarseUnit) + 1))
    let count = try reader.readIndex(below: CaptureFraming.largestBlock)
    var part = try reader.readPart()
    var instants: [Int64] = []
    var last: Int64 = 0
    for _ in 0..<count {
      let step = try part.readSigned()
      last &+= step &* unit
      guard last >= 0, last <= Int64(DefinitionDecoder.largestTime) * 2 else { throw ByteReader.Malformed() }
      instants.append(last)
    }
    guard part.isAtEnd else { throw ByteReader.Malformed() }
    return instants
  }

  private static func readSeries(
    _ reader: inout ByteReader, version: Int, of thread: Int32, _ instants: [Int64], _ nodeThreads: [Int32],
    _ ends: inout ChainEnds, _ samples: inout [TimedSample], _ moments: inout [Int32]
  ) throws(ByteReader.Malformed) {
    let count = try reader.readIndex(below: CaptureFraming.largestBlock)
    var momentColumn = try reader.readPart()
    var flagColumn = try reader.readPart()
    var nodeColumn = try reader.readPart()
    var weightColumn = try reader.readPart()
    var stateColumn = version >= 2 ? try reader.readPart() : nil
    var moment = 0
    var lastInstant: Int64?
    var node: Int?
    var states = SampleStates.unknown
    for _ in 0..<count {
      moment += try momentColumn.readIndex(below: instants.count)
      guard moment < instants.count else { throw ByteReader.Malformed() }
      let instant = instants[moment]
      let flags = try flagColumn.readFixed(UInt8.self)
      if flags & Flags.sameNode == 0 {
        let told = try nodeColumn.readIndex(below: ChainEnds.window + nodeThreads.count)
        node =
          told < ChainEnds.window
          ? ends.node(skipping: told, of: thread).map(Int.init) : nodeThreads.count - 1 - (told - ChainEnds.window)
      }
      guard let node, nodeThreads[node] == thread else { throw ByteReader.Malformed() }
      let weight = try readWeight(&weightColumn, flags, sinceLast: lastInstant.map { instant - $0 })
      if flags & Flags.otherStates != 0, stateColumn != nil {
        guard let byte = try stateColumn?.readFixed(UInt8.self), let told = SampleStates(rawValue: byte) else {
          throw ByteReader.Malformed()
        }
        states = told
      }
      samples.append(TimedSample(instant: Nanoseconds(instant), node: node, weight: weight, states: states))
      moments.append(Int32(truncatingIfNeeded: moment))
      lastInstant = instant
    }
    guard momentColumn.isAtEnd, flagColumn.isAtEnd, nodeColumn.isAtEnd, weightColumn.isAtEnd,
      stateColumn?.isAtEnd != false
    else { throw ByteReader.Malformed() }
  }

  private static func readWeight(
    _ column: inout ByteReader, _ flags: UInt8, sinceLast: Int64?
  ) throws(ByteReader.Malformed) -> Weight {
    let samples = flags & Flags.isOne != 0 ? 1 : try column.readIndex(below: DefinitionDecoder.largestCount)
    let time: Int64
    if flags & Flags.followsLast != 0 {
      guard let sinceLast, sinceLast >= 0 else { throw ByteReader.Malformed() }
      time = sinceLast
    } else {
      time = Int64(try column.readIndex(below: Int(DefinitionDecoder.largestTime)))
    }
    var idle: Int64 = flags & Flags.isIdle != 0 ? time : 0
    if flags & Flags.hasOtherIdleTime != 0 {
      idle = Int64(try column.readIndex(below: Int(DefinitionDecoder.largestTime)))
    }
    return Weight(samples: samples, time: Nanoseconds(time), idle: Nanoseconds(idle))
  }

  /// Sorts by counting: the samples of each thread are in order already.
  private static func order(_ samples: [TimedSample], by moments: [Int32], momentCount: Int) -> [TimedSample] {
    var next = [Int](repeating: 0, count: momentCount + 1)
    for moment in moments { next[Int(moment) + 1] += 1 }
    for moment in 0..<momentCount { next[moment + 1] += next[moment] }
    var ordered = samples
    for (sample, moment) in zip(samples, moments) {
      ordered[next[Int(moment)]] = sample
      next[Int(moment)] += 1
    }
    return ordered
  }
}
