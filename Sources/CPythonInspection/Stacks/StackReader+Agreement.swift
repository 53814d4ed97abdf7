internal import LinuxProcess

/// What copies of a thread that runs have in common.
extension StackReader {
  /// For so long a thread has to look the same before it is taken to stand still.
  private static let stillNanoseconds: UInt64 = 500_000

  /// Of a stack that moved, keeps the outer frames that all copies have, or that all have of those which it had last.
  ///
  /// - Returns: How the walk of the first copy ended.
  @discardableResult
  mutating func keepAgreed(_ index: Int, in alone: Bool, at now: UInt64) -> FrameWalk.End {
    let still =
      alone
      ? Self.endWhereStill(walk, aloneBatch, &threads[index], &codes, &proofBatch, at: now, sample)
      : Self.endWhereStill(walk, batch, &threads[index], &codes, &proofBatch, at: now, sample)
    if still == .complete, case .known = lookAtState(index, alone: alone, isStopped: false) {
      threads[index].outcome = .complete
      return .complete
    }
    threads[index].outcome = .moved
    threads[index].hasRun = true
    // It may be certain although the frames are not.
    _ = lookAtState(index, alone: alone, isStopped: false)
    return alone
      ? Self.keepAgreed(walk, aloneBatch, &threads[index], &codes, &proofBatch, &scratch, at: now, sample)
      : Self.keepAgreed(walk, batch, &threads[index], &codes, &proofBatch, &scratch, at: now, sample)
  }

  /// Of a stack whose two copies agree, keeps what the third has as well, if there is one.
  mutating func confirm(_ index: Int, in alone: Bool) {
    threads[index].outcome = .complete
    threads[index].still = StillThread()
    // Where nothing is called, nothing can be mixed.
    guard threads[index].isDoubted, threads[index].frames.count > 1 else { return }
    let agreed =
      alone
      ? Self.agreedCount(walk, aloneBatch, &threads[index], &codes, &scratch, sample)
      : Self.agreedCount(walk, batch, &threads[index], &codes, &scratch, sample)
    guard agreed < threads[index].frames.count else { return }
    threads[index].keepOuter(agreed)
    threads[index].outcome = .moved
    if alone {
      Self.keepKnown(walk, aloneBatch, &threads[index], copies: threads[index].copies, codes, &scratch, sample)
    } else {
      Self.keepKnown(walk, batch, &threads[index], copies: threads[index].copies, codes, &scratch, sample)
    }
  }

  /// How the walk of a thread ends that stood still although its innermost frame looks as if it had been popped.
  ///
  /// That is so where a return frees much, and for a thread that lost its processor at a call: it may be for long. None of
  /// three copies differs then, nor those in the samples before; by chance the copies of one sample alone may be the same.
  private static func endWhereStill(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    _ proofBatch: inout ReadBatch, at now: UInt64, _ sample: UInt64
  ) -> FrameWalk.End? {
    guard thread.isDoubted, walk.layout.frame.stackTop != nil else { return nil }
    guard let digest = digestOfCopies(of: thread, in: batch, walk.layout.thread) else {
      thread.still = StillThread()
      return nil
    }
    guard thread.still.lasts(digest, at: now) >= stillNanoseconds else { return nil }
    return Self.walk(walk, batch, &thread, &codes, &proofBatch, isStopped: true, at: now, sample)
  }

  /// A digest of which frame is the innermost and of all frames' memory, where all copies of a thread have the same there.
  ///
  /// Its state has more, which changes with what is freed.
  private static func digestOfCopies(
    of thread: ThreadCopy, in batch: borrowing ReadBatch, _ layout: ThreadLayout
  ) -> UInt64? {
    batch.withBytes { bytes in
      var digest: UInt64?
      for number in 0..<thread.copies {
        let start = thread.copyStart + number * thread.copyCount
        let stateCount = thread.ranges[0].count
        guard let innermost: UInt64 = try? bytes.read(Field(layout.currentFrame.offset), of: start),
          let frames = try? CodeFingerprint.digest(
            bytes, at: start + stateCount, count: thread.copyCount - stateCount)
        else { return nil }
        let next = innermost ^ frames
        guard digest ?? next == next else { return nil }
        digest = next
      }
      return digest
    }
  }

  private static func keepAgreed(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    _ proofBatch: inout ReadBatch, _ scratch: inout [RawFrame], at now: UInt64, _ sample: UInt64
  ) -> FrameWalk.End {
    let first = firstUnproven(walk, batch, &thread, &codes, at: now, sample)
    if first == .complete {
      thread.keepOuter(agreedCount(walk, batch, &thread, &codes, &scratch, sample))
    } else {
      thread.forgetFrames()
    }
    keepKnown(walk, batch, &thread, copies: thread.copies, codes, &scratch, sample)
    // Of frames that moved no walk has proven the code.
    if !codes.prove(thread.frames, in: &proofBatch, at: now) { thread.forgetFrames() }
    return first
  }

  /// Walks the first copy of a stack that moved, and reads the code objects that only such stacks have shown so far.
  private static func firstUnproven(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    at now: UInt64, _ sample: UInt64
  ) -> FrameWalk.End {
    while true {
      let end = batch.withBytes {
        walk.walk($0, &thread, from: thread.copyStart, as: .unproven, codes: codes.table, sample)
      }
      guard case .unknownCode(let address, let frame) = end else { return end }
      let mayBeNamed =
        !codes.namesNeedFrames || batch.withBytes { walk.isSteady(frame, running: address, $0, &thread, sample) }
      guard mayBeNamed, codes.learn(address, from: frame, at: now) else { return end }
    }
  }

  /// Keeps the frames of the last whole stack that all copies have, where those are more.
  ///
  /// - Parameter copies: How many there are in the batch.
  static func keepKnown(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, copies: Int,
    _ codes: borrowing CodeCache, _ scratch: inout [RawFrame], _ sample: UInt64
  ) {
    let table = codes.table
    batch.withBytes {
      walk.known($0, &thread, copies: copies, into: &scratch, codes: table, sample)
    }
    thread.known.isWanted = true
    guard scratch.count > thread.frames.count else { return }
    thread.forgetFrames()
    thread.frames.append(contentsOf: scratch.reversed())
  }

  /// How many of a thread's frames are in all its other copies as well, from the outermost on.
  private static func agreedCount(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    _ scratch: inout [RawFrame], _ sample: UInt64
  ) -> Int {
    swap(&scratch, &thread.frames)
    defer { swap(&scratch, &thread.frames) }
    var agreed = scratch.count
    for number in 1..<thread.copies {
      let start = thread.copyStart + number * thread.copyCount
      let end = batch.withBytes {
        walk.walk($0, &thread, from: start, as: .unproven, codes: codes.table, sample)
      }
      switch (end, number) {
      case (.complete, _): agreed = min(agreed, agreedCount(scratch, thread.frames))
      case (_, 1): return 0
      // Of the outermost frame two copies are enough: nothing is mixed in it.
      default: agreed = min(agreed, 1)
      }
    }
    return agreed
  }

  /// How many frames two copies of a stack have in common, from the outermost on.
  private static func agreedCount(_ frames: [RawFrame], _ others: [RawFrame]) -> Int {
    var agreed = 0
    while agreed < min(frames.count, others.count) {
      let mine = frames[frames.count - 1 - agreed]
      let other = others[others.count - 1 - agreed]
      guard mine.code == other.code else { break }
      agreed += 1
      // The same function, at another call: it is certain, and what it called is not.
      if mine.unit != other.unit { break }
    }
    return agreed
  }
}
