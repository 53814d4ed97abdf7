internal import LinuxProcess

/// Follows a thread's frames through a copy of its memory.
struct FrameWalk {
  let layout: RuntimeLayout
  /// Whether the frames' own addresses are wanted as well.
  var keepsAddresses = false
  /// A chain longer than this is broken: CPython's own limit is far below.
  static let frameLimit = 1 << 20

  enum End: Hashable {
    /// The outermost frame was reached.
    case complete
    /// The two copies differ, or a frame was popped while it was copied.
    case moved
    /// A frame that was not copied.
    case missing(UInt64, isFrame: Bool)
    /// A code object that is not in the table, and the frame that runs it.
    case unknownCode(UInt64, frame: UInt64)
    /// An instruction that is none of the code object's, by its index in the table.
    case outsideCode(UInt32)
    /// More frames than there can be, or the same ones again and again.
    case limit
  }

  /// What a copy is worth.
  enum Copy: Hashable {
    /// The thread stood still for it.
    case exact
    /// Of a running thread; another begins at `with`. The walk ends with `.moved` at the first difference that matters:
    /// another frame, other code, or a caller at another instruction.
    case compared(with: Int)
    /// Of a running thread, and nothing speaks for it.
    case unproven
  }

  /// Walks the copy that begins at `start`, and collects the frames that have code, innermost first.
  func walk(
    _ bytes: RawSpan, _ thread: inout ThreadCopy, from start: Int, as copy: Copy, codes: CodeTable,
    _ sample: UInt64
  ) -> End {
    thread.forgetFrames()
    do throws(FieldOutside) {
      return try frames(bytes, &thread, start, copy, codes, sample)
    } catch {
      // Only bytes that were not copied: the layout of the ranges does not change under a walk.
      return .moved
    }
  }

  private func frames(
    _ bytes: RawSpan, _ thread: inout ThreadCopy, _ start: Int, _ copy: Copy, _ codes: CodeTable, _ sample: UInt64
  ) throws(FieldOutside) -> End {
    let other: Int? = if case .compared(let other) = copy { other } else { nil }
    let isUnproven = if case .unproven = copy { true } else { false }
    let base: UInt64 =
      try layout.thread.baseFrame.map { offset throws(FieldOutside) in
        try bytes.read(Field(offset), of: start)
      } ?? 0
    var address: UInt64
    switch try innermost(bytes, &thread, start, sample) {
    case .frame(let frame): address = frame
    case .missing(let missing): return .missing(missing, isFrame: false)
    }
    if let other, case .frame(let again) = try innermost(bytes, &thread, other, sample), again != address {
      return .moved
    }
    let frame = layout.frame
    let size = frame.byteCount
    var hint = 0
    // Most frames are in the same range as the one before.
    var range = thread.ranges[0]
    var isInnermost = true
    var isShim = false
    // Of the last frame with code.
    var lastOwner: UInt8?
    var doubtfulCount = 0
    var index: UInt32 = 0
    var lastCode: UInt64 = 0
    var cycle = CycleCheck()
    var outermost: KnownStack.Frame?
    // What is known is looked at again in all copies. Objects are told from those of other stacks by who is outermost.
    let mayKnow = !isUnproven || layout.thread.stackChunk != nil
    let keepsKnown = mayKnow && thread.known.isWanted
    if mayKnow { thread.known.begin() }
    for _ in 0..<Self.frameLimit {
      if address == thread.collector.frame, address != 0 { thread.collectionPosition = thread.frames.count }
      // A greenlet's stack is one of its own from 3.15 on: it ends at the shim that began it.
      if address == base || (address == 0 && isShim) {
        // A generator that is being left has no caller any more, and nobody is its caller yet; a thread that was stopped
        // just there stays so.
        if let lastOwner, !isShim && frame.hasShims || copy != .exact && lastOwner == frame.generatorOwner {
          return .moved
        }
        if let other, try anotherRan(bytes, thread, start, other, codes, sample) { return .moved }
        if mayKnow, let outermost {
          if let former = thread.known.outermost, former.address != outermost.address,
            try runsStill(former, bytes, thread, start)
          {
            thread.known.isOneOfSeveral = true
          }
          thread.known.end(outermost)
        }
        return .complete
      }
      // From 3.15 on a chain that ends anywhere else was torn.
      if address == 0 { return .moved }
      if cycle.closes(at: address) { return .limit }
      let offset: Int
      if let inRange = range.offset(of: address, size: size) {
        offset = inRange
      } else {
        guard let found = thread.locate(address, size: size, hint: &hint, sample: sample) else {
          return .missing(address, isFrame: true)
        }
        offset = found
        range = thread.ranges[hint]
      }
      // Of what is fixed there is one copy, before the first of the others.
      let place = (range.isFixed ? thread.copyStart : start) + offset
      let (executable, previous, instruction, owner) = try header(bytes, at: place, size)
      if other != nil, range.isFixed {
        // It was the outermost shim, and is another now, of which one copy proves nothing.
        if previous != base {
          thread.misjudged(hint)
          return .moved
        }
      } else if let other {
        let again = try header(bytes, at: other + offset, size)
        guard again.executable == executable, again.previous == previous, again.owner == owner,
          try runs(bytes, at: place), try runs(bytes, at: other + offset)
        else { return .moved }
        // The innermost frame's own instruction moves all the time; the first copy's is as true as the second's.
        if isInnermost {
          if try isPopped(bytes, at: place, owner) { return .moved }
          if again.instruction != instruction { thread.hasRun = true }
        } else if again.instruction != instruction {
          return .moved
        }
      }
      if keepsKnown {
        thread.known.add(
          KnownStack.Frame(address: address, executable: executable, previous: previous, owner: owner))
      }
      isShim = owner >= frame.firstShimOwner
      if !isShim {
        lastOwner = owner
        let code = executable & ~frame.executableTag
        // What is left of a frame that has been popped (3.14 and later).
        if code == 0 { return .moved }
        // A function that calls itself is looked up once.
        if code != lastCode {
          guard let found = codes.index(of: code) else { return .unknownCode(code, frame: address) }
          index = found
          lastCode = code
        }
        let entry = codes.entries[Int(index)]
        let unit = unit(of: instruction, in: entry, index, codes)
        guard unit >= -1, unit < Int64(entry.unitCount) else { return .outsideCode(index) }
        var hasBegun = owner == frame.generatorOwner ? unit >= 0 : unit >= entry.firstTraceable
        if isUnproven, try !runs(bytes, at: place) { hasBegun = false }
        // Where the innermost frame has been popped, its caller is not certain either.
        if isUnproven, isInnermost, try isPopped(bytes, at: place, owner) { doubtfulCount = 2 }
        if doubtfulCount > 0 {
          doubtfulCount -= 1
        } else if hasBegun {
          thread.frames.append(RawFrame(code: index, unit: UInt32(truncatingIfNeeded: unit)))
          if keepsAddresses { thread.frameAddresses.append(address) }
          outermost = KnownStack.Frame(address: address, executable: executable, previous: previous, owner: owner)
        } else if isUnproven {
          // What has not begun, or has ended, has hardly called anything: those are left from calls before.
          thread.forgetFrames()
        }
        if let mark = frame.entryMark, try bytes.read(Field<UInt8>(mark), of: place) != 0 {
          noteEntry(&thread)
        }
      } else {
        noteEntry(&thread)
      }
      isInnermost = false
      address = previous
    }
    return .limit
  }

  /// What comes next called those before from C.
  private func noteEntry(_ thread: inout ThreadCopy) {
    if thread.entries.last != thread.frames.count { thread.entries.append(thread.frames.count) }
  }

  func unit(
    of instruction: UInt64, in entry: CodeTable.Entry, _ index: UInt32, _ codes: CodeTable
  ) -> Int64 {
    switch layout.frame.instructionForm {
    case .pointer where layout.code.bytecodeCopies != nil:
      Int64(bitPattern: instruction &- codes.instructions(of: index, around: instruction)) >> 1
    case .pointer: Int64(bitPattern: instruction &- entry.instructions) >> 1
    case .byteOffset: Int64(Int32(truncatingIfNeeded: instruction)) >> 1
    case .unitIndex: Int64(Int32(truncatingIfNeeded: instruction))
    }
  }

  /// What the walk has to know of every frame, in both copies.
  ///
  /// - Parameter size: That of the layout's frame.
  func header(
    _ bytes: RawSpan, at place: Int, _ size: Int
  ) throws(FieldOutside) -> (executable: UInt64, previous: UInt64, instruction: UInt64, owner: UInt8) {
    guard place >= 0, place <= bytes.byteCount &- size else {
      throw FieldOutside(offset: place, byteCount: bytes.byteCount)
    }
    let frame = layout.frame
    // In bounds by the one check above, as the size holds every field of the layout, and every bit pattern is an integer.
    return unsafe (
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &+ frame.executable, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &+ frame.previous, as: UInt64.self),
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &+ frame.instruction, as: UInt64.self),
      frame.owner.map { unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place &+ $0, as: UInt8.self) } ?? 0
    )
  }

  /// Whether a frame object runs; of other frames nothing is known here.
  func runs(_ bytes: RawSpan, at place: Int) throws(FieldOutside) -> Bool {
    guard let mark = layout.frame.running else { return true }
    return mark.contains(try bytes.read(Field(mark.offset), of: place))
  }

  /// Whether a frame object of another stack says that it runs, as far as it was copied.
  private func runsStill(
    _ frame: KnownStack.Frame, _ bytes: RawSpan, _ thread: ThreadCopy, _ start: Int
  ) throws(FieldOutside) -> Bool {
    guard layout.frame.running != nil, let range = thread.rangeElsewhere(at: frame.address) else { return false }
    let place = start + range.offset
    let now = try header(bytes, at: place, layout.frame.byteCount)
    guard now.executable == frame.executable, now.previous == frame.previous else { return false }
    return try runs(bytes, at: place)
  }

  /// Whether a frame object that the stack does not go through ran while the copies were made, or changed.
  ///
  /// A thread that calls the same few functions fast enough can look the same in both copies by chance. What has a stack
  /// of its own, as a greenlet does that waits, looks like code that runs, but its callers lead to nothing of this stack.
  private func anotherRan(
    _ bytes: RawSpan, _ thread: ThreadCopy, _ start: Int, _ other: Int, _ codes: CodeTable, _ sample: UInt64
  ) throws(FieldOutside) -> Bool {
    guard layout.frame.running != nil else { return false }
    for range in thread.framesElsewhere where range.lastUse != sample {
      let places = (start + range.offset, other + range.offset)
      // Its memory may be something else's by now.
      guard codes.index(of: try bytes.read(Field(layout.frame.executable), of: places.0)) != nil else { continue }
      for field in [layout.frame.executable, layout.frame.previous, layout.frame.instruction] {
        let first: UInt64 = try bytes.read(Field(field), of: places.0)
        if try bytes.read(Field(field), of: places.1) != first { return true }
      }
      let runs = try (runs(bytes, at: places.0), runs(bytes, at: places.1))
      if runs.0 != runs.1 { return true }
      guard runs.0 else { continue }
      let caller: UInt64 = try bytes.read(Field(layout.frame.previous), of: places.0)
      if caller == 0 { continue }
      // The caller must run as well, in neither copy be one of this stack, and is looked at in its turn.
      guard let itsRange = thread.rangeElsewhere(at: caller), itsRange.lastUse != sample,
        try self.runs(bytes, at: start + itsRange.offset), try self.runs(bytes, at: other + itsRange.offset)
      else { return true }
    }
    return false
  }

  /// Whether the innermost frame is what is left of one that has been popped: it looks like one that runs, but for this.
  private func isPopped(_ bytes: RawSpan, at place: Int, _ owner: UInt8) throws(FieldOutside) -> Bool {
    guard let stackTop = layout.frame.stackTop, owner < layout.frame.firstShimOwner else { return false }
    return try bytes.read(Field<Int32>(stackTop), of: place) != -1
  }

  private enum Innermost {
    case frame(UInt64)
    case missing(UInt64)
  }

  private func innermost(
    _ bytes: RawSpan, _ thread: inout ThreadCopy, _ start: Int, _ sample: UInt64
  ) throws(FieldOutside) -> Innermost {
    switch layout.thread.currentFrame {
    case .direct(let offset):
      return .frame(try bytes.read(Field(offset), of: start))
    case .throughCFrame(let offset, let inCFrame):
      let cframe: UInt64 = try bytes.read(Field(offset), of: start)
      var hint = 0
      guard
        let place = thread.locate(cframe &+ UInt64(inCFrame), size: 8, isFrame: false, hint: &hint, sample: sample)
      else {
        return .missing(cframe &+ UInt64(inCFrame))
      }
      return .frame(try bytes.read(Field(place), of: start))
    }
  }
}
