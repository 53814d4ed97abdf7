internal import LinuxProcess

/// What copies of a thread that runs have in common.
extension StackReader {
  /// Of a stack that moved, keeps the outer frames that all copies have.
  mutating func keepAgreed(_ index: Int, in alone: Bool) {
    threads[index].outcome = .moved
    threads[index].hasRun = true
    // It may be certain although the frames are not.
    _ = lookAtState(index, alone: alone, isStopped: false)
    if alone {
      Self.keepAgreed(walk, aloneBatch, &threads[index], &codes, &scratch, sample)
    } else {
      Self.keepAgreed(walk, batch, &threads[index], &codes, &scratch, sample)
    }
  }

  /// Of a stack of which nothing is certain, although it was read again, keeps the outermost frame.
  package mutating func keepOutermost(_ index: Int) {
    guard threads[index].outcome == .moved, threads[index].frames.isEmpty else { return }
    let table = codes.table
    if let outermost = aloneBatch.withBytes({ walk.outermost($0, &threads[index], codes: table, sample) }) {
      threads[index].frames.append(outermost)
    }
  }

  /// Of a stack whose two copies agree, keeps what the third has as well, if there is one.
  mutating func confirm(_ index: Int, in alone: Bool) {
    threads[index].outcome = .complete
    // Where nothing is called, nothing can be mixed.
    guard threads[index].isDoubted, threads[index].frames.count > 1 else { return }
    let agreed =
      alone
      ? Self.agreedCount(walk, aloneBatch, &threads[index], &codes, &scratch, sample)
      : Self.agreedCount(walk, batch, &threads[index], &codes, &scratch, sample)
    guard agreed < threads[index].frames.count else { return }
    threads[index].keepOuter(agreed)
    threads[index].outcome = .moved
  }

  private static func keepAgreed(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    _ scratch: inout [RawFrame], _ sample: UInt64
  ) {
    let first = batch.withBytes {
      walk.walk($0, &thread, from: thread.copyStart, as: .unproven, codes: codes.table, sample)
    }
    guard first == .complete else { return thread.forgetFrames() }
    thread.keepOuter(agreedCount(walk, batch, &thread, &codes, &scratch, sample))
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
