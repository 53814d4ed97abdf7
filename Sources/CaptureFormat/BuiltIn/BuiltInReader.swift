package import ProfileModel

/// Reads binary profiles of Python 3.15's own sampler.
///
/// What they do not tell stays open: the program, the process, where functions begin (their first line that ran stands for
/// that), and what their sampler used itself. Stacks that it cut at 256 frames have lost their outer ones. A sample stands
/// for the time since the one before of its thread; the first for an interval.
package struct BuiltInReader: RecordingReader {
  package private(set) var origin: RecordingOrigin
  package private(set) var ending: CaptureEnding?
  package private(set) var offset = BuiltInHeader.size
  private let source: RecordingSource
  private let header: BuiltInHeader
  private let tables: BuiltInTables
  private let stream: ZstandardStream?
  private var plain: [UInt8] = []
  private var position = 0
  private var threads: [UInt64: BuiltInThread] = [:]
  private var tree = CallTree()
  private var effective = EffectiveSamples()
  private var hasBegun = false

  private static let samplesOfBlock = 16384
  private static let pieceSize = 1 << 16

  /// - Throws: `CaptureError` when it cannot be read; whatever `source` does.
  package init(_ source: @escaping RecordingSource) throws {
    self.source = source
    header = try BuiltInHeader(source(0, BuiltInHeader.size))
    tables = try Self.readTables(header, source)
    stream = header.isCompressed ? ZstandardStream() : nil
    guard !header.isCompressed || stream != nil else { throw CaptureError.noBeginning }
    // Its moments count from the machine's start, and when that was is not told.
    origin = RecordingOrigin(
      startedAt: .zero, host: "", program: ["a recording of Python's own sampler"], process: 0,
      recorder: "profiling.sampling \(header.pythonVersion)", isAttached: true)
  }

  private static func readTables(_ header: BuiltInHeader, _ source: RecordingSource) throws -> BuiltInTables {
    var rest: [UInt8] = []
    var piece: [UInt8]
    repeat {
      piece = try source(header.stringTable + rest.count, pieceSize)
      rest += piece
    } while piece.count == pieceSize
    guard rest.count >= BuiltInHeader.footerSize, header.frameTable - header.stringTable <= rest.count else {
      throw CaptureError.noBeginning
    }
    var footer = ByteReader(Array(rest.suffix(BuiltInHeader.footerSize)))
    guard let strings = try? footer.readFixed(UInt32.self), let frames = try? footer.readFixed(UInt32.self),
      let tables = try? BuiltInTables(
        strings: Array(rest[..<(header.frameTable - header.stringTable)]), stringCount: Int(strings),
        frames: Array(rest[(header.frameTable - header.stringTable)...]), frameCount: Int(frames))
    else { throw CaptureError.noBeginning }
    return tables
  }

  package mutating func next() throws -> CaptureBlock? {
    guard ending == nil else { return nil }
    var block = CaptureBlock()
    if !hasBegun {
      hasBegun = true
      block.definitions = [
        .runtime(pythonVersion: header.pythonVersion, sampledTime: header.sampledTime ?? .wall)
      ]
      block.definitions += tables.functions.map(ProfileEvent.function) + tables.frames.map(ProfileEvent.frame)
    }
    while block.samples.count < Self.samplesOfBlock, ending == nil {
      if plain.count - position < Self.pieceSize, try fill() { continue }
      guard position < plain.count else {
        ending = .complete
        break
      }
      // A record that the bytes so far end in is read again with more of them.
      let before = (block.definitions.count, block.samples.count, effective)
      if let end = try? readRecord(into: &block) {
        position = end
        continue
      }
      block.definitions.removeSubrange(before.0...)
      block.samples.removeSubrange(before.1...)
      effective = before.2
      if try !fill(), ending == nil { ending = .damaged(at: offset) }
    }
    block.definitions.append(.ledger(ledger))
    return block
  }

  /// Takes more of the file in.
  ///
  /// - Returns: false when there is none.
  private mutating func fill() throws -> Bool {
    let count = min(Self.pieceSize, header.stringTable - offset)
    guard count > 0 else { return false }
    let piece = try source(offset, count)
    offset += piece.count
    plain.removeSubrange(..<position)
    position = 0
    guard let stream else {
      plain += piece
      return piece.count == count
    }
    if stream.decompress(piece, into: &plain), piece.count == count { return true }
    ending = .damaged(at: offset)
    return false
  }

  // MARK: Records

  private enum Encoding: UInt8 {
    case again = 0
    case whole = 1
    case sharingOuter = 2
    case popAndPush = 3
  }

  /// - Returns: Where in `plain` the record ends.
  private mutating func readRecord(into block: inout CaptureBlock) throws(ByteReader.Malformed) -> Int {
    var reader = ByteReader(plain, from: position)
    let id = try reader.readFixed(UInt64.self)
    _ = try reader.readFixed(UInt32.self)
    guard let encoding = Encoding(rawValue: try reader.readFixed(UInt8.self)) else { throw ByteReader.Malformed() }
    var thread = threads[id] ?? BuiltInThread(index: threads.count)
    if threads[id] == nil {
      let native = Int32(truncatingIfNeeded: id)
      block.definitions.append(.thread(SampledThread(process: 0, thread: native, name: "Thread \(id)")))
    }
    if encoding == .again {
      for _ in 0..<(try reader.readIndex(below: CaptureFraming.largestBlock)) {
        let step = try reader.read()
        _ = try reader.readFixed(UInt8.self)
        try add(step, &thread, to: &block)
      }
    } else {
      let step = try reader.read()
      _ = try reader.readFixed(UInt8.self)
      let first = try reader.readIndex(below: BuiltInThread.depthLimit)
      switch encoding {
      case .again: break
      case .whole:
        try thread.replace(thread.stack.count, by: first, &reader, frameCount: tables.places.count)
      case .sharingOuter:
        guard first <= thread.stack.count else { throw ByteReader.Malformed() }
        let count = try reader.readIndex(below: BuiltInThread.depthLimit)
        try thread.replace(thread.stack.count - first, by: count, &reader, frameCount: tables.places.count)
      case .popAndPush:
        let count = try reader.readIndex(below: BuiltInThread.depthLimit)
        try thread.replace(min(first, thread.stack.count), by: count, &reader, frameCount: tables.places.count)
      }
      place(&thread, &block)
      try add(step, &thread, to: &block)
    }
    threads[id] = thread
    return reader.offset
  }

  /// Finds the node of the thread's stack.
  private mutating func place(_ thread: inout BuiltInThread, _ block: inout CaptureBlock) {
    let known = tree.nodeCount
    thread.node = CallTree.root
    for entry in thread.stack.reversed() {
      thread.node = tree.node(tables.places[Int(entry)], in: thread.node, of: Int32(thread.index))
    }
    if thread.stack.isEmpty { thread.node = tree.node(CallTree.noFrames, in: CallTree.root, of: Int32(thread.index)) }
    for index in known..<tree.nodeCount { block.definitions.append(.node(tree.node(at: index))) }
  }

  private mutating func add(
    _ step: UInt64, _ thread: inout BuiltInThread, to block: inout CaptureBlock
  ) throws(ByteReader.Malformed) {
    guard thread.node != CallTree.root, step < DefinitionDecoder.largestTime / 1000 else {
      throw ByteReader.Malformed()
    }
    thread.instant += Int64(step)
    guard thread.instant < Int64(DefinitionDecoder.largestTime / 1000) else { throw ByteReader.Malformed() }
    let time =
      thread.sampleCount == 0 ? min(Nanoseconds(Int64(step) * 1000), header.interval) : Nanoseconds(Int64(step) * 1000)
    thread.sampleCount += 1
    effective.add(time)
    block.samples.append(
      TimedSample(
        instant: Nanoseconds(thread.instant * 1000), node: Int(thread.node), weight: Weight(samples: 1, time: time)))
  }

  /// Its ticks are the samples of the thread that has most; what was missed shows in the time.
  private var ledger: Ledger {
    var ledger = Ledger()
    ledger.wantedRate = header.interval > .zero ? 1 / header.interval.seconds : 0
    ledger.elapsed = Nanoseconds((threads.values.map(\.instant).max() ?? 0) * 1000)
    ledger.ticksTaken = threads.values.map(\.sampleCount).max() ?? 0
    ledger.ticksWanted = max(ledger.ticksTaken, Int(ledger.elapsed.seconds * ledger.wantedRate))
    ledger.complete = threads.values.reduce(0) { $0 + $1.sampleCount }
    ledger.effective = effective
    ledger.tellsLosses = false
    return ledger
  }
}
