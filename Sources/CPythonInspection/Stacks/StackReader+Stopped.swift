internal import LinuxProcess

/// Reading a thread that stands still.
extension StackReader {
  /// For a thread that stands still: readings after the first, and frames elsewhere that it is kept waiting for.
  private static let stoppedRoundLimit = 4
  private static let stoppedFrameLimit = 400

  /// Reads the stack of a thread that stands still, in as few calls as can be: it is kept waiting.
  ///
  /// Leaves `.unexpected` where it would have to wait for too long.
  package mutating func readStopped(_ index: Int, at now: UInt64) {
    for _ in 0..<Self.stoppedRoundLimit {
      guard threads[index].copyCount < 1 << 28 else { return fail(index, .tooDeep) }
      aloneBatch.removeAll()
      aloneBatch.reserve(capacity: threads[index].copyCount + Self.headroom)
      let ranges = addCollector(of: index)
      guard threads[index].add(to: &aloneBatch, copies: 1) else { return fail(index, .tooDeep) }
      codes.addProofs(for: threads[index].frames, to: &aloneBatch, at: now)
      guard let copied = try? aloneBatch.perform(on: memory.process) else { break }
      codes.checkProofs(aloneBatch, at: now)
      guard threads[index].copyStart + threads[index].copyCount <= copied else {
        threads[index].forgetFramesElsewhere()
        guard threads[index].expectChunks(memory, runtime.layout.thread) else { break }
        continue
      }
      if let collectors { threads[index].note(collectors.copy(ranges, in: aloneBatch)) }
      let end = followStopped(index, at: now)
      threads[index].layOut()
      switch end {
      case .complete:
        threads[index].outcome = .complete
        return
      case .missing:
        // The stack has grown.
        guard threads[index].expectChunks(memory, runtime.layout.thread) else { return fail(index, .unreadable) }
      case .limit:
        threads[index].outcome = .unexpected
        return
      case .moved: return keepKnownStopped(index, at: now)
      case .unknownCode, .outsideCode: return fail(index, .brokenFrame)
      }
    }
    fail(index, .unreadable)
  }

  /// Of a thread that was stopped just where it leaves a frame, keeps those of its last whole stack that are still there:
  /// who has called what it leaves stands in a register alone.
  private mutating func keepKnownStopped(_ index: Int, at now: UInt64) {
    threads[index].forgetFrames()
    threads[index].outcome = .moved
    Self.keepKnown(walk, aloneBatch, &threads[index], copies: 1, codes, &scratch, sample)
    if !codes.prove(threads[index].frames, in: &proofBatch, at: now) { threads[index].forgetFrames() }
  }

  /// Walks the only copy in the batch, and adds to it the frames that lie elsewhere.
  ///
  /// - Returns: `.missing` when the walk needs more of the newest chunk, or a frame that cannot be read.
  private mutating func followStopped(_ index: Int, at now: UInt64) -> FrameWalk.End {
    var frameCount = 0
    while frameCount < Self.stoppedFrameLimit {
      var end = Self.walk(walk, aloneBatch, &threads[index], &codes, &proofBatch, isStopped: true, at: now, sample)
      if end == .complete, case .missing(let item) = lookAtState(index, alone: true, isStopped: true) {
        end = .missing(item, isFrame: false)
      }
      guard case .missing(let missing, let isFrame) = end else { return end }
      // Those behind it are often new as well: it would take a walk for each to find that out.
      var address = missing
      var found = 0
      while address != 0, frameCount + found < Self.stoppedFrameLimit {
        guard let previous = readStopped(frame: address, isFrame: isFrame, of: index) else { break }
        found += 1
        address = isFrame && !threads[index].isExpected(previous) ? previous : 0
      }
      if found == 0 { return end }
      frameCount += found
    }
    return .limit
  }

  /// Adds a frame elsewhere to the only copy in the batch.
  ///
  /// - Returns: The frame that called it, 0 for what is no frame; nil when the frame is in the newest chunk, or cannot be
  ///   read.
  private mutating func readStopped(frame address: UInt64, isFrame: Bool, of index: Int) -> UInt64? {
    let count = isFrame ? runtime.layout.frame.byteCount : otherCount
    let start = aloneBatch.byteCount
    guard !threads[index].isInNewestChunk(address),
      threads[index].expect(address, count: count, in: &aloneBatch, sample),
      let copied = try? aloneBatch.performAdded(on: memory.process), copied == aloneBatch.byteCount
    else { return nil }
    guard isFrame else { return 0 }
    return aloneBatch.withBytes { bytes in
      (try? bytes.read(Field(runtime.layout.frame.previous), of: start)) ?? 0
    }
  }
}
