package import LinuxProcess

/// Reads the stacks of all Python threads of a process, again and again.
///
/// Steady, a reading is one process_vm_readv: the interpreters' lists of threads and, for each thread, its state and
/// the memory in which its frames are expected, twice. What a walk lacks is read after it, and expected from then on.
package struct StackReader: ~Copyable {
  package let runtime: PythonRuntime
  private let inPlace = InPlace()
  let memory: ProcessMemory
  let walk: FrameWalk
  /// For all threads together, and for one thread that needs more than was expected.
  var batch = ReadBatch(capacity: 1 << 18)
  var aloneBatch = ReadBatch(capacity: 1 << 16)
  var proofBatch = ReadBatch(capacity: 1 << 18)
  var codes: CodeCache
  private var namespace: NamespaceThreads
  private var interpreters: [InterpreterCopy] = []
  /// Where in the batch the head of their list is, if it was read, and when that was last.
  private var headOffset: Int?
  private var headReadAt: UInt64 = 0
  /// `PyThreadState` of the threads that had a GIL at the last reading.
  private var gilHolders: [UInt64] = []
  let readsGIL: Bool
  /// Whether it is taken out of what is copied anyway, what each thread is at.
  let readsStates: Bool
  /// nil where they were not asked for.
  let collectors: CollectorReader?
  var exceptions: ExceptionReader?
  /// nil where instructions are not asked for, or not known.
  package let opcodes: OpcodeTable?
  /// Bytes of a thread state that are copied, and of what is pointed through.
  private let stateCount: Int
  let otherCount: Int
  var threads: [ThreadCopy] = []
  private var natives: NativeThreads
  var sample: UInt64 = 0
  var scratch: [RawFrame] = []
  /// A stack that holds still is whole after this many rounds: each finds all frames up to a known range.
  private static let roundLimit = 64
  /// Bytes of the batch for what is copied beside stacks: heads of lists, and proofs of code objects.
  static let headroom = 1 << 16
  /// A new interpreter is looked for this often, or with every sample if they come less often.
  private static let headNanoseconds: UInt64 = 500_000
  /// Every so many samples the expectations that nothing came through are dropped: each costs its part of a reading.
  private static let pruneInterval: UInt64 = 8

  /// - Parameters:
  ///   - readsGIL: Whether `holdsGIL` will be asked for.
  ///   - keepsFrameAddresses: Whether `frameAddress` will be asked for.
  ///   - readsCollections: Whether `collection` will be asked for.
  ///   - readsExceptions: Whether `exception` will be asked for.
  ///   - readsStates: Whether `exception`, `holdsGILInReading` and `waitsForGIL` will be asked for, as far as what is copied
  ///     anyway says it.
  ///   - readsInstructions: Whether `readInstructions` will be called.
  package init(
    _ runtime: PythonRuntime, readsGIL: Bool = false, keepsFrameAddresses: Bool = false,
    readsCollections: Bool = false, readsExceptions: Bool = false, readsStates: Bool = false,
    readsInstructions: Bool = false
  ) {
    self.runtime = runtime
    self.readsGIL = readsGIL
    self.readsStates = readsStates
    collectors = readsCollections && runtime.tellsWhoCollects ? CollectorReader(runtime) : nil
    exceptions = readsExceptions || readsStates ? ExceptionReader(runtime, isPassive: !readsExceptions) : nil
    opcodes = readsInstructions ? OpcodeTable(of: runtime.version) : nil
    let threads = runtime.details.threads
    let gilFields = readsStates ? max(threads.holdsGIL ?? 0, threads.gilRequested ?? 0) + 4 : 0
    stateCount = max(runtime.layout.thread.byteCount, exceptions?.stateCount ?? 0, gilFields)
    otherCount = max(8, exceptions?.itemCount ?? 0)
    memory = ProcessMemory(of: runtime.process)
    natives = NativeThreads(of: runtime.process)
    namespace = NamespaceThreads(of: runtime.process)
    walk = FrameWalk(layout: runtime.layout, keepsAddresses: keepsFrameAddresses)
    codes = CodeCache(runtime)
  }

  /// What the indices of `RawFrame.code` stand for; grows, and never changes otherwise.
  package var codeObjects: [CodeObject] { codes.objects }

  /// Threads seen in the last reading; the calls below take indices under it.
  package var threadCount: Int { threads.count }

  /// The kernel's id of a thread in our PID namespace, whatever the target itself sees; 0 when it has just gone.
  package func nativeThread(_ index: Int) -> Int32 { threads[index].nativeThread }

  /// The address of its `PyThreadState`.
  package func address(_ index: Int) -> RemoteAddress { RemoteAddress(threads[index].address) }

  /// Whether the thread had the GIL at the last reading.
  package func holdsGIL(_ index: Int) -> Bool { gilHolders.contains(threads[index].address) }

  package func outcome(_ index: Int) -> StackOutcome { threads[index].outcome }

  /// Whether its interpreter collected garbage in the same reading, and whether that was this thread.
  package func collection(_ index: Int) -> CollectionSight {
    guard let collectors, threads[index].collector.isCollecting else { return .none }
    let thread = threads[index]
    if collectors.knowsFrame { return thread.collectionPosition.map { .inside($0) } ?? .none }
    let hadGIL = thread.collector.lastHolder == thread.address
    return .somewhere(
      hadGIL: hadGIL, hasRunPython: thread.hasRun || !hadGIL || !thread.collector.isHeld,
      ended: thread.collector.endedCount)
  }

  /// The interpreter that it belongs to; numbered anew whenever the list of threads has changed.
  package func interpreter(_ index: Int) -> Int { threads[index].interpreter }

  /// Whether it had an exception in the same reading.
  package func exception(_ index: Int) -> ExceptionSight { threads[index].exception }

  /// Whether the thread had not begun when the list of threads was read.
  ///
  /// To 3.11 its state bears the id of the thread that made it until then, and is newer than that one's own.
  package func isUnbegun(_ index: Int) -> Bool {
    let thread = threads[index]
    guard thread.nativeThread != 0 else { return false }
    // The list begins with the newest.
    for older in (index + 1)..<max(threads.count, index + 1)
    where threads[older].nativeThread == thread.nativeThread && threads[older].interpreter == thread.interpreter {
      return true
    }
    return false
  }

  /// Lends, for each frame that was called from C, how many frames there are from the innermost to it, in rising order;
  /// nil where frames do not tell, as before 3.11.
  package func withEntries<Result>(_ index: Int, _ body: (Span<Int>?) -> Result) -> Result {
    guard runtime.layout.frame.marksEntries else { return body(nil) }
    let entries = threads[index].entries
    return body(entries.span)
  }

  /// Lends its frames, innermost first.
  package func withFrames<Result>(_ index: Int, _ body: (Span<RawFrame>) -> Result) -> Result {
    let frames = threads[index].frames
    return body(frames.span)
  }

  /// Its frames, innermost first: to be let go of before the next reading, which would copy them otherwise.
  package func frames(_ index: Int) -> [RawFrame] { threads[index].frames }

  /// Where a frame of a stack that was read whole is: `_PyInterpreterFrame`, or `PyFrameObject` to 3.10.
  ///
  /// - Parameter position: From the innermost on.
  /// - Returns: nil where that is not known.
  package func frameAddress(_ index: Int, at position: Int) -> RemoteAddress? {
    guard threads[index].outcome == .complete, position < threads[index].frameAddresses.count else { return nil }
    return RemoteAddress(threads[index].frameAddresses[position])
  }

  /// Whether copies of its stack that agree are to be doubted from the next reading on: it moves, and is not stopped.
  package mutating func doubt(_ index: Int, _ isDoubted: Bool) { threads[index].isDoubted = isDoubted }

  /// Reads every thread's stack once.
  ///
  /// - Parameter now: `CLOCK_MONOTONIC` in nanoseconds.
  /// - Throws: When the process cannot be read at all.
  package mutating func read(at now: UInt64) throws(ProcessError) {
    sample &+= 1
    if interpreters.isEmpty { try findThreads() }
    for index in threads.indices { threads[index].hasRun = false }
    if sample % Self.pruneInterval == 0 {
      for index in threads.indices { threads[index].prune(before: sample - Self.pruneInterval) }
    }
    let needed = threads.reduce(Self.headroom) { $0 + $1.byteCount }
    if needed > batch.capacity { batch.reserve(capacity: 2 * needed) }
    var next = 0
    repeat {
      batch.removeAll()
      if next == 0 { addHeads(at: now) }
      let first = next
      while next < threads.count, threads[next].add(to: &batch, copies: threads[next].copies) { next += 1 }
      if next == first, next < threads.count {
        // More ranges than a batch takes.
        readRunning(next, at: now)
        next += 1
        continue
      }
      for index in first..<next { codes.addProofs(for: threads[index].frames, to: &batch, at: now) }
      let copied = try batch.perform(on: memory.process)
      codes.checkProofs(batch, at: now)
      if first == 0 { readCollectors() }
      if first == 0, readsGIL { Self.findHolders(batch, runtime.layout.gil, interpreters, &gilHolders) }
      if first == 0, try !Self.listsMatch(batch, at: headOffset, runtime.layout, interpreters, threads, &codes, now) {
        try findThreads()
        for index in threads.indices { readRunning(index, at: now) }
        return
      }
      for index in first..<next {
        if threads[index].copyEnd <= copied {
          threads[index].note(interpreters[threads[index].interpreter].collector)
          settle(index, at: now)
        } else {
          // One of its ranges is gone, and with it, in this call, all that came after: read that again without it.
          readRunning(index, at: now)
          next = index + 1
          break
        }
      }
    } while next < threads.count
  }

  /// Finishes the reading of a thread whose frames are not where they were expected, while it runs.
  package mutating func readUnexpected(_ index: Int, at now: UInt64) {
    guard threads[index].outcome == .unexpected else { return }
    readRunning(index, at: now)
  }

  /// Reads the stack of a thread again that moved while it was read, while it still runs.
  package mutating func readAgain(_ index: Int, at now: UInt64) {
    readRunning(index, at: now)
  }

  // MARK: Stacks

  /// Takes the stack out of the batch of all threads, or goes and reads it alone.
  private mutating func settle(_ index: Int, at now: UInt64) {
    switch Self.walk(walk, batch, &threads[index], &codes, &proofBatch, isStopped: false, at: now, sample) {
    case .complete:
      if case .missing = lookAtState(index, alone: false, isStopped: false) { return expectAnew(index) }
      confirm(index, in: false)
    case .missing:
      expectAnew(index)
    case .moved, .unknownCode, .outsideCode, .limit:
      keepAgreed(index, in: false, at: now)
    }
  }

  /// The thread has to be read again, alone.
  private mutating func expectAnew(_ index: Int) {
    threads[index].forgetFrames()
    threads[index].outcome = .unexpected
  }

  /// Takes what the interpreters say of their garbage collection out of the batch; of one that goes on, it is read for the
  /// second time, after the stacks.
  private mutating func readCollectors() {
    guard let collectors else { return }
    let isWhole = batch.copiedCount == batch.byteCount
    var isCollecting = false
    for index in interpreters.indices {
      interpreters[index].collector = collectors.copy(interpreters[index].collectorRanges.first, in: batch)
      guard interpreters[index].collector.isCollecting else { continue }
      isCollecting = true
      interpreters[index].collectorRanges.last = collectors.add(
        interpreters[index].address, gilState: interpreters[index].gil, to: &batch)
    }
    guard isCollecting else { return }
    let isReadAgain = isWhole && (try? batch.performAdded(on: memory.process)) == batch.byteCount
    for index in interpreters.indices where interpreters[index].collector.isCollecting {
      let ranges = interpreters[index].collectorRanges
      interpreters[index].collector =
        isReadAgain ? collectors.copy(from: ranges.first, to: ranges.last, in: batch) : CollectorCopy()
    }
  }

  /// Adds what the thread's interpreter says of its garbage collection to the batch of one thread.
  mutating func addCollector(of index: Int) -> CollectorReader.Ranges {
    let interpreter = interpreters[threads[index].interpreter]
    return collectors?.add(interpreter.address, gilState: interpreter.gil, to: &aloneBatch) ?? CollectorReader.Ranges()
  }

  private mutating func readRunning(_ index: Int, at now: UInt64) {
    // A thread that was just read and moved is most likely still where it is expected.
    var isExpected =
      (threads[index].outcome == .moved || threads[index].outcome == .unexpected)
      && threads[index].expectsChunks
    for _ in 0..<Self.roundLimit {
      if !isExpected { guard threads[index].expectChunks(memory, runtime.layout.thread) else { break } }
      isExpected = false
      aloneBatch.removeAll()
      var firstRanges = addCollector(of: index)
      while !threads[index].add(to: &aloneBatch, copies: threads[index].copies) {
        guard threads[index].copyCount < 1 << 28 else { return fail(index, .tooDeep) }
        aloneBatch.reserve(capacity: 4 * threads[index].copyCount)
        aloneBatch.removeAll()
        firstRanges = addCollector(of: index)
      }
      let lastRanges = addCollector(of: index)
      guard let copied = try? aloneBatch.perform(on: memory.process) else { break }
      guard threads[index].copyEnd <= copied else {
        threads[index].forgetFramesElsewhere()
        continue
      }
      if let collectors {
        threads[index].note(collectors.copy(from: firstRanges, to: lastRanges, in: aloneBatch))
      }
      var end = Self.walk(walk, aloneBatch, &threads[index], &codes, &proofBatch, isStopped: false, at: now, sample)
      if end == .complete, case .missing(let item) = lookAtState(index, alone: true, isStopped: false) {
        end = .missing(item, isFrame: false)
      }
      switch end {
      case .complete: return confirm(index, in: true)
      case .missing(let address, let isFrame):
        // Either the stack has grown, which asking again finds out, or the frame lies elsewhere.
        guard threads[index].expectChunks(memory, runtime.layout.thread) else { return fail(index, .unreadable) }
        expectFrames(of: index, from: address, isFrame: isFrame)
        isExpected = true
      case .moved, .unknownCode, .outsideCode:
        // A thread may stay for long where it looks as if it moved: waiting for a processor at a call or a return. What its
        // callers lack is looked for nowhere else.
        if case .missing(let address, let isFrame) = keepAgreed(index, in: true, at: now) {
          expectFrames(of: index, from: address, isFrame: isFrame)
        }
        return
      case .limit:
        return fail(index, .tooDeep)
      }
    }
    fail(index, .unreadable)
  }

  private mutating func expectFrames(of index: Int, from address: UInt64, isFrame: Bool) {
    threads[index].expectFrames(
      from: address, isFrame: isFrame, otherCount: otherCount, memory, runtime.layout.frame,
      base: threads[index].baseFrame, sample)
  }

  mutating func fail(_ index: Int, _ reason: StackOutcome.Reason) {
    threads[index].forgetFrames()
    threads[index].forgetState()
    threads[index].outcome = .failed(reason)
  }

  /// Walks a thread's copies; reads the code objects that it meets for the first time, and proves old ones.
  static func walk(
    _ walk: FrameWalk, _ batch: borrowing ReadBatch, _ thread: inout ThreadCopy, _ codes: inout CodeCache,
    _ proofBatch: inout ReadBatch, isStopped: Bool, at now: UInt64, _ sample: UInt64
  ) -> FrameWalk.End {
    let start = thread.copyStart
    let copy = isStopped ? FrameWalk.Copy.exact : .compared(with: start + thread.copyCount)
    while true {
      let end = batch.withBytes { bytes in
        walk.walk(bytes, &thread, from: start, as: copy, codes: codes.table, sample)
      }
      switch end {
      case .unknownCode(let address, let frame):
        guard codes.learn(address, from: frame, at: now) else { return end }
      case .outsideCode(let code):
        if codes.learnCopies(of: code) { continue }
        // Most likely another code object has its address now.
        if codes.prove([RawFrame(code: code, unit: 0)], in: &proofBatch, at: now) { return end }
      case .complete:
        if codes.prove(thread.frames, in: &proofBatch, at: now) { return end }
      default:
        return end
      }
    }
  }

  // MARK: Threads

  private mutating func addHeads(at now: UInt64) {
    headOffset = nil
    if interpreters.isEmpty || now &- headReadAt >= Self.headNanoseconds {
      headOffset = batch.add(runtime.address + runtime.layout.interpretersHead, count: 8)
      headReadAt = now
    }
    let layout = runtime.layout.interpreter
    for index in interpreters.indices {
      let start = RemoteAddress(interpreters[index].address) + layout.start
      interpreters[index].offset = batch.addNear(start, count: layout.byteCount) ?? 0
      if let collectors {
        interpreters[index].collectorRanges.first = collectors.add(
          interpreters[index].address, gilState: interpreters[index].gil, to: &batch,
          besides: CopiedRange(
            start: start.rawValue, count: layout.byteCount, offset: interpreters[index].offset, lastUse: 0))
      }
      guard readsGIL, interpreters[index].gil != 0 else { continue }
      let gil = runtime.layout.gil
      interpreters[index].gilOffset = batch.addNear(
        RemoteAddress(interpreters[index].gil) + gil.start, count: gil.byteCount)
    }
  }

  /// Reads the lists anew. What is known of a thread that is still there is kept.
  private mutating func findThreads() throws(ProcessError) {
    var found = try ThreadList(memory, at: runtime.address, layout: runtime.layout, &natives)
    for (index, id) in namespace.ownIDs(of: found.threads.map(\.nativeThread)).enumerated() {
      found.threads[index].nativeThread = id
    }
    interpreters = found.interpreters.map { InterpreterCopy(address: $0.address, gil: $0.gil) }
    var known: [UInt64: Int] = [:]
    for (index, thread) in threads.enumerated() { known[thread.address] = index }
    threads = found.threads.map { thread in
      var copy = ThreadCopy(
        address: thread.address, nativeThread: thread.nativeThread, identity: thread.identity, stateCount: stateCount)
      if let index = known[thread.address], threads[index].identity == thread.identity,
        threads[index].nativeThread == thread.nativeThread
      {
        copy = threads[index]
      }
      copy.interpreter = thread.interpreter
      return copy
    }
  }
}
