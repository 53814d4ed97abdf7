internal import LinuxProcess

extension FrameWalk {
  /// Finds the outer frames of the last stack that came to its end, as far as all copies have them, outermost first.
  ///
  /// What a thread calls may change so fast that no chain of callers can be followed to its end, and those further out be
  /// certain. A frame on the thread's own stack is there while it lies below the top, and what has called it with it. One
  /// that is just being made lies there already and may look like the one that was there before: so the innermost that
  /// is found does not count. A generator's frame that does not run has no caller, and an object of old says whether
  /// it runs. Where the copies have one at different calls it was at each of them; the first counts, and nothing inside.
  ///
  /// - Parameter copies: How many there are in the batch.
  func known(
    _ bytes: RawSpan, _ thread: inout ThreadCopy, copies: Int, into frames: inout [RawFrame], codes: CodeTable,
    _ sample: UInt64
  ) {
    frames.removeAll(keepingCapacity: true)
    // Objects say that they run also on a stack that is not the thread's just now.
    guard layout.thread.stackChunk != nil || !thread.known.isOneOfSeveral else { return }
    guard let top = try? stackTop(bytes, thread, copies) else { return thread.doubtChunks() }
    let size = layout.frame.byteCount
    var hint = 0
    var isOnStack = false
    for known in thread.known.frames.reversed() {
      let isShim = known.owner >= layout.frame.firstShimOwner
      // The outermost shim says nothing but that it is one.
      if isShim, frames.isEmpty { continue }
      guard let offset = thread.locate(known.address, size: size, hint: &hint, sample: sample),
        !thread.ranges[hint].isFixed
      else { break }
      let isInChunk = thread.isChunk(hint)
      if isInChunk, hint == 1, known.address >= top { break }
      guard let units = try? units(of: known, bytes, thread, copies, at: offset, codes) else { break }
      guard !isShim else { continue }
      guard let index = codes.index(of: known.executable & ~layout.frame.executableTag) else { break }
      let entry = codes.entries[Int(index)]
      let first = known.owner == layout.frame.generatorOwner ? 0 : entry.firstTraceable
      guard units.first >= first, units.first < Int64(entry.unitCount) else { break }
      frames.append(RawFrame(code: index, unit: UInt32(truncatingIfNeeded: units.first)))
      isOnStack = isInChunk
      if !units.areSame { break }
    }
    if isOnStack, frames.count > 1 { frames.removeLast() }
  }

  /// Whether all copies have a frame that runs this code: most likely it still does.
  func isSteady(
    _ frame: UInt64, running code: UInt64, _ bytes: RawSpan, _ thread: inout ThreadCopy, _ sample: UInt64
  ) -> Bool {
    let size = layout.frame.byteCount
    var hint = 0
    guard let offset = thread.locate(frame, size: size, hint: &hint, sample: sample), !thread.ranges[hint].isFixed
    else { return false }
    return (0..<thread.copies).allSatisfy { copy in
      let place = thread.copyStart + copy * thread.copyCount + offset
      guard let now = try? header(bytes, at: place, size), (try? runs(bytes, at: place)) == true else { return false }
      return now.executable & ~layout.frame.executableTag == code
    }
  }

  /// The lowest top of the thread's own stack in all copies; 0 where there is no such stack.
  ///
  /// - Throws: When a copy has it in another chunk than is expected.
  private func stackTop(
    _ bytes: RawSpan, _ thread: ThreadCopy, _ copies: Int
  ) throws(FieldOutside) -> UInt64 {
    guard let stackChunk = layout.thread.stackChunk, let stackTop = layout.thread.stackTop else { return 0 }
    var lowest = UInt64.max
    for copy in 0..<copies {
      let start = thread.copyStart + copy * thread.copyCount
      guard thread.isNewestChunk(try bytes.read(Field(stackChunk), of: start)) else {
        throw FieldOutside(offset: stackChunk, byteCount: bytes.byteCount)
      }
      lowest = min(lowest, try bytes.read(Field(stackTop), of: start))
    }
    return lowest
  }

  /// At which instruction the first copy has a frame, and whether the others have it there too.
  ///
  /// - Throws: When one of them does not have it at all.
  private func units(
    of known: KnownStack.Frame, _ bytes: RawSpan, _ thread: ThreadCopy, _ copies: Int, at offset: Int,
    _ codes: CodeTable
  ) throws(FieldOutside) -> (first: Int64, areSame: Bool) {
    var first: UInt64?
    var areSame = true
    for copy in 0..<copies {
      let place = thread.copyStart + copy * thread.copyCount + offset
      let now = try header(bytes, at: place, layout.frame.byteCount)
      guard now.executable == known.executable, now.previous == known.previous, now.owner == known.owner,
        try runs(bytes, at: place)
      else { throw FieldOutside(offset: offset, byteCount: bytes.byteCount) }
      if let first, first != now.instruction { areSame = false }
      first = first ?? now.instruction
    }
    guard let first, let index = codes.index(of: known.executable & ~layout.frame.executableTag) else {
      return (-1, areSame)
    }
    return (unit(of: first, in: codes.entries[Int(index)], index, codes), areSame)
  }
}
