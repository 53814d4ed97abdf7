internal import LinuxProcess

/// One thread: which ranges hold its stack, as expected from its last samples, and what was found there.
///
/// The ranges are copied twice in a row, or three times, so that a walk can tell whether the stack held still.
struct ThreadCopy {
  /// `PyThreadState`
  let address: UInt64
  let nativeThread: Int32
  /// The word of the thread state that told so.
  let identity: UInt64
  /// The interpreter that it belongs to, as an index into the list of them.
  var interpreter = 0
  /// The thread state; then the chunks of frames, newest first; then, from `firstElsewhere` on, frames that lie
  /// elsewhere: those of generators, in their objects, and the interpreter's shims, on the C stack. Before 3.11 there
  /// are no chunks, and every frame is an object elsewhere.
  private(set) var ranges: [CopiedRange]
  private var firstElsewhere = 1
  /// The ranges from `firstElsewhere` on, by where they start: indices from there.
  private var elsewhere: [UInt64: Int] = [:]
  /// `base_frame`; 0 where there is none.
  private(set) var baseFrame: UInt64 = 0
  /// The chunk that new frames go to, its end, and how far up it was used of late.
  private var newestChunk: UInt64 = 0
  private var newestChunkEnd: UInt64 = 0
  private var highWater: UInt64 = 0
  /// Whether it was asked which chunks it has, if it has any, and has not been seen in another since.
  private(set) var expectsChunks = false
  /// Where its first copy begins in the batch, and how long one is.
  private(set) var copyStart = 0
  private(set) var copyCount = 0
  /// Bytes of the fixed ranges, which stand before the first copy.
  private var fixedCount = 0
  /// Two copies of a thread that calls and returns without end may agree by chance, each torn at the same place; where
  /// nothing better is to be had, a third has to agree as well.
  var isDoubted = false
  /// Since when the copies have been the same although it seemed to move.
  var still = StillThread()
  /// Innermost first.
  var frames: [RawFrame] = []
  /// Where each of them is, if the walk was to keep that; only while the outcome is `.complete`.
  var frameAddresses: [UInt64] = []
  /// Where the walk came from a frame that was called from C to the one that called it: how many frames were inside.
  /// The innermost first; empty where frames do not tell.
  var entries: [Int] = []
  /// What its interpreter's garbage collection was at in the same reading; and how many frames are inside of the one in
  /// which it began, where that is known and is a frame of this thread.
  var collector = CollectorCopy()
  var collectionPosition: Int?
  var known = KnownStack()
  /// It was at another instruction in the second copy than in the first, or in other frames, since the reading began and
  /// while the same collection went on.
  var hasRun = false
  var exception = ExceptionSight.unknown
  /// Whether it had the GIL, and whether it waited for it, where its own state says so; nil where that is not known.
  var holdsGIL: Bool?
  var waitsForGIL: Bool?
  var outcome = StackOutcome.failed(.unreadable)

  /// Copied beyond the used part of a chunk, so that a few more calls are still in the copy.
  private static let slack: UInt64 = 512
  /// Chunks that a chain may have: at 16 KiB each, far more than CPython allows.
  private static let chunkLimit = 65_536
  /// Ranges of one thread, so that three copies of it fit into a batch.
  private static let rangeLimit = ReadBatch.rangeLimit / 3

  /// - Parameter stateCount: Bytes of the thread state that are to be copied.
  init(address: UInt64, nativeThread: Int32, identity: UInt64, stateCount: Int) {
    self.address = address
    self.nativeThread = nativeThread
    self.identity = identity
    ranges = [CopiedRange(start: address, count: stateCount, offset: 0, lastUse: 0)]
    copyCount = stateCount
  }

  /// The ranges of frames elsewhere.
  var framesElsewhere: ArraySlice<CopiedRange> { ranges[firstElsewhere...] }

  /// The range of the frame elsewhere at `address`.
  func rangeElsewhere(at address: UInt64) -> CopiedRange? {
    guard let index = elsewhere[address].map({ $0 + firstElsewhere }), index < ranges.count else { return nil }
    return ranges[index]
  }

  /// Copies that are made of it while it runs.
  var copies: Int { isDoubted ? 3 : 2 }

  /// Bytes that it takes in a batch.
  var byteCount: Int { fixedCount + copies * copyCount }

  /// Where its last copy ends in the batch.
  var copyEnd: Int { copyStart + copies * copyCount }

  /// Where in one copy `size` bytes at `address` stand; nil when they are not in it.
  ///
  /// - Parameters:
  ///   - isFrame: What is none must be in all copies, and may come to lie where a shim was whose range is fixed.
  ///   - hint: The range that the last frame was in: a guess that saves the search.
  mutating func locate(_ address: UInt64, size: Int, isFrame: Bool = true, hint: inout Int, sample: UInt64) -> Int? {
    if hint < ranges.count, let offset = offset(of: address, size, isFrame, in: hint) { return offset }
    // Frames elsewhere were noted in the order of the walk, so the next one is often right behind the last.
    if hint + 1 < ranges.count, let offset = offset(of: address, size, isFrame, in: hint + 1) {
      return use(hint + 1, offset, &hint, sample)
    }
    for index in 0..<firstElsewhere {
      if let offset = ranges[index].offset(of: address, size: size) { return use(index, offset, &hint, sample) }
    }
    guard let index = elsewhere[address].map({ $0 + firstElsewhere }), index < ranges.count,
      let offset = offset(of: address, size, isFrame, in: index)
    else { return nil }
    return use(index, offset, &hint, sample)
  }

  private func offset(of address: UInt64, _ size: Int, _ isFrame: Bool, in index: Int) -> Int? {
    isFrame || !ranges[index].isFixed ? ranges[index].offset(of: address, size: size) : nil
  }

  /// A frame elsewhere is not what it was when it was first expected: it will be expected anew in a few samples.
  mutating func misjudged(_ index: Int) {
    ranges[index].lastUse = 0
  }

  private mutating func use(_ index: Int, _ offset: Int, _ hint: inout Int, _ sample: UInt64) -> Int {
    hint = index
    ranges[index].lastUse = sample
    return offset
  }

  /// Adds copies to the batch.
  ///
  /// - Returns: Whether they fitted.
  mutating func add(to batch: inout ReadBatch, copies: Int) -> Bool {
    guard batch.byteCount + fixedCount + copies * copyCount <= batch.capacity,
      batch.rangeCount + copies * ranges.count <= ReadBatch.rangeLimit
    else { return false }
    if fixedCount > 0 {
      for range in ranges.reversed() where range.isFixed {
        _ = batch.add(RemoteAddress(range.start), count: range.count)
      }
    }
    copyStart = batch.byteCount
    for _ in 0..<copies {
      for range in ranges where !range.isFixed { _ = batch.add(RemoteAddress(range.start), count: range.count) }
    }
    return true
  }

  /// Drops what a walk has found.
  mutating func forgetFrames() {
    frames.removeAll(keepingCapacity: true)
    frameAddresses.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    collectionPosition = nil
  }

  /// Drops what its state said.
  mutating func forgetState() {
    exception = .unknown
    holdsGIL = nil
    waitsForGIL = nil
  }

  /// Drops all but the outermost `count` frames that a walk has found, and what is known of all of them together.
  mutating func keepOuter(_ count: Int) {
    let dropped = frames.count - count
    frames.removeSubrange(0..<dropped)
    frameAddresses.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    collectionPosition = collectionPosition.flatMap { $0 < dropped ? nil : $0 - dropped }
  }

  /// Takes note of the garbage collection in a further reading. How the thread moved before it began tells nothing of it.
  mutating func note(_ collector: CollectorCopy) {
    if !self.collector.isCollecting || self.collector.endedCount != collector.endedCount { hasRun = false }
    self.collector = collector
  }

  // MARK: Expectations

  /// Asks the thread where its frames are now.
  ///
  /// - Returns: Whether it could be asked.
  mutating func expectChunks(_ memory: ProcessMemory, _ layout: ThreadLayout) -> Bool {
    guard let stackChunk = layout.stackChunk, let stackTop = layout.stackTop else {
      expectsChunks = true
      return true
    }
    guard let state = try? memory.read(RemoteAddress(address), count: layout.byteCount),
      let newest: UInt64 = try? state.read(Field(stackChunk)),
      let top: UInt64 = try? state.read(Field(stackTop))
    else { return false }
    if let field = layout.baseFrame { baseFrame = (try? state.read(Field(field))) ?? 0 }
    let framesElsewhere = ranges[firstElsewhere...]
    var chunks: [CopiedRange] = []
    var chunk = newest
    var cycle = CycleCheck()
    while chunk != 0, chunks.count < Self.chunkLimit {
      if cycle.closes(at: chunk) { return false }
      guard let header = try? StackChunk(at: chunk, memory) else { return false }
      var end = header.usedEnd
      if chunk == newest {
        highWater = newest == newestChunk ? max(highWater, top) : top
        newestChunkEnd = header.end
        end = min(highWater &+ Self.slack, header.end)
      }
      guard end > header.start, end &- header.start <= 1 << 28 else { return false }
      chunks.append(CopiedRange(start: header.start, count: Int(end &- header.start), offset: 0, lastUse: 0))
      chunk = header.previous
    }
    newestChunk = newest
    ranges.replaceSubrange(1..., with: chunks + framesElsewhere)
    firstElsewhere = 1 + chunks.count
    expectsChunks = true
    layOut()
    return true
  }

  /// Expects the frame at `first`, and those behind it up to one that is expected already.
  ///
  /// - Parameters:
  ///   - isFrame: Else it is a `_PyCFrame` or a `_PyErr_StackItem`, which is only pointed through.
  ///   - otherCount: Bytes of what is no frame.
  mutating func expectFrames(
    from first: UInt64, isFrame: Bool, otherCount: Int, _ memory: ProcessMemory, _ layout: FrameLayout, base: UInt64,
    _ sample: UInt64
  ) {
    var address = first
    var hint = 0
    while address != 0, address != base, ranges.count < Self.rangeLimit,
      locate(
        address, size: isFrame ? layout.byteCount : otherCount, isFrame: isFrame, hint: &hint, sample: sample) == nil
    {
      let count = isFrame ? layout.byteCount : otherCount
      guard let frame = try? memory.read(RemoteAddress(address), count: count) else { break }
      append(CopiedRange(start: address, count: count, offset: 0, lastUse: sample))
      guard isFrame, let previous: UInt64 = try? frame.read(Field(layout.previous)) else { break }
      // The outermost shim, on the C stack: it has nothing to say but that it is one.
      if previous == base, let owner = layout.owner, let owner: UInt8 = try? frame.read(Field(owner)) {
        ranges[ranges.count - 1].isFixed = owner >= layout.firstShimOwner
      }
      address = previous
    }
    layOut()
  }

  /// Expects one frame elsewhere, or what is pointed through, which is already on its way in the only copy of the batch.
  ///
  /// - Returns: Whether there was room for it; `layOut()` must follow before the next batch.
  mutating func expect(_ address: UInt64, count: Int, in batch: inout ReadBatch, _ sample: UInt64) -> Bool {
    guard ranges.count < Self.rangeLimit, let offset = batch.add(RemoteAddress(address), count: count) else {
      return false
    }
    append(CopiedRange(start: address, count: count, offset: offset - copyStart, lastUse: sample))
    return true
  }

  private mutating func append(_ range: CopiedRange) {
    elsewhere[range.start] = ranges.count - firstElsewhere
    ranges.append(range)
  }

  /// Whether a range is a chunk of the thread's own stack; the newest is the range 1.
  func isChunk(_ range: Int) -> Bool { range > 0 && range < firstElsewhere }

  /// Whether a chunk is the one that new frames were expected in.
  func isNewestChunk(_ chunk: UInt64) -> Bool { chunk == newestChunk }

  /// New frames go to another chunk than was expected.
  mutating func doubtChunks() { expectsChunks = false }

  /// Whether a frame at `address` is in one of the ranges.
  func isExpected(_ address: UInt64) -> Bool {
    elsewhere[address] != nil || address == baseFrame
      || ranges[..<firstElsewhere].contains { $0.offset(of: address, size: 8) != nil }
  }

  /// Whether the address may be one of the newest chunk, beyond what is expected of it.
  func isInNewestChunk(_ address: UInt64) -> Bool {
    address > newestChunk && address < newestChunkEnd
  }

  /// Drops the frames elsewhere that no walk has come through since `sample`.
  mutating func prune(before sample: UInt64) {
    guard ranges.count > firstElsewhere else { return }
    var kept = firstElsewhere
    for index in firstElsewhere..<ranges.count where ranges[index].lastUse >= sample {
      ranges[kept] = ranges[index]
      kept += 1
    }
    guard kept < ranges.count else { return }
    ranges.removeSubrange(kept...)
    elsewhere.removeAll(keepingCapacity: true)
    for index in firstElsewhere..<kept { elsewhere[ranges[index].start] = index - firstElsewhere }
    layOut()
  }

  mutating func forgetFramesElsewhere() {
    ranges.removeSubrange(firstElsewhere...)
    elsewhere.removeAll(keepingCapacity: true)
    layOut()
  }

  /// Puts the ranges one behind the other.
  mutating func layOut() {
    copyCount = 0
    fixedCount = 0
    for index in ranges.indices {
      if ranges[index].isFixed {
        fixedCount += ranges[index].count
        ranges[index].offset = -fixedCount
      } else {
        ranges[index].offset = copyCount
        copyCount += ranges[index].count
      }
    }
  }
}
