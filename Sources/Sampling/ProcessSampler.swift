internal import CPythonInspection
internal import LinuxProcess
internal import ProfileModel

/// Takes the samples of one process, whenever a tick is due. Once warm, a tick allocates nothing.
struct ProcessSampler: ~Copyable {
  let process: ProcessID
  let options: SamplingOptions
  let isChild: Bool
  var reader: StackReader
  private let builder: ProfileBuilder
  /// The builder's number of the reader.
  private let readerNumber: Int
  /// As it was when the tick began.
  private var schedule: Schedule
  var budget: StopBudget
  var choice: StopChoice
  var pace: StopPace
  /// Threads that ask for a stop in this tick.
  var candidateCount = 0
  var counts = SampleCounts()
  private var marks = CollectionMarks()
  /// Those of the stack at hand; empty where they are not asked for.
  private var instructions: [InstructionSight?] = []
  var histories: [ThreadHistory] = []
  var states: ThreadStates
  private var naming: ThreadNaming
  /// Names that were read with the last sample. A thread that ended meanwhile may have left its place to another, so
  /// they count once the next sample has found the same threads.
  private var unconfirmedNames: [(address: RemoteAddress, id: ThreadID, name: String)] = []
  /// Stops that did not happen in time; they still will.
  var pendingStops: [PendingStop] = []
  /// What a thread that is seen for the first time is counted from.
  private var lastTick: UInt64
  let started: UInt64
  private(set) var isFinished = false

  /// Callers stand still for long, and what they are at changes seldom.
  private static let instructionPauseNanoseconds: UInt64 = 50_000_000
  /// In place of a node: the time is not of the kind that is looked at.
  private static let noNode = Int32.min

  enum Tick {
    case taken
    /// Left out, since stopping for it would have been over the budget.
    case yielded
    /// The process has ended.
    case gone
    /// Its memory is another program's now.
    case replaced
  }

  /// - Parameters:
  ///   - isChild: Its exit is collected by whoever started it.
  ///   - schedule: As it is now.
  init(
    _ runtime: PythonRuntime, isChild: Bool, options: SamplingOptions, builder: ProfileBuilder, schedule: Schedule
  ) {
    process = runtime.process
    self.options = options
    self.isChild = isChild
    reader = Self.reader(of: runtime, for: options, builder)
    self.builder = builder
    readerNumber = builder.addReader()
    self.schedule = schedule
    states = ThreadStates(of: runtime.process)
    naming = ThreadNaming(runtime)
    started = MonotonicClock.nowNanoseconds / 1000 * 1000
    lastTick = started
    budget = StopBudget(share: options.stopBudget)
    pace = StopPace(intervalNanoseconds: 1e9 / options.rate, start: started)
    choice = StopChoice(seed: started &+ 1)
  }

  private static func reader(
    of runtime: PythonRuntime, for options: SamplingOptions, _ builder: ProfileBuilder
  ) -> StackReader {
    StackReader(
      runtime, readsGIL: options.mode == .gil, readsCollections: options.marksCollections,
      readsExceptions: options.mode == .exception, readsStates: builder.isRecording,
      readsInstructions: options.detail == .instructions)
  }

  var hasPendingStops: Bool { !pendingStops.isEmpty }

  /// The last reading found threads.
  var hasSeenThreads: Bool { reader.threadCount > 0 }

  /// Ticks in which the process could be read.
  var tickCount: Int { counts.ticks }

  mutating func `continue`(with runtime: PythonRuntime) {
    reader = Self.reader(of: runtime, for: options, builder)
    naming = ThreadNaming(runtime)
    unconfirmedNames.removeAll()
    builder.forgetCodes(of: readerNumber)
    for index in histories.indices { settle(index) }
    histories.removeAll()
  }

  /// Takes the samples of one tick.
  ///
  /// - Parameter schedule: As it was when the tick began.
  mutating func tick(of schedule: Schedule) -> Tick {
    self.schedule = schedule
    // In whole microseconds: what a timeline needs, and half the bytes. Times are differences of these, so nothing is lost.
    let now = MonotonicClock.nowNanoseconds / 1000 * 1000
    builder.note(now)
    pace.beginTick(at: now)
    finishPendingStops()
    guard mayServe(at: now) else { return .yielded }
    let stoppedBefore = counts.stopped
    do throws(ProcessError) {
      try reader.read(at: now)
    } catch {
      return ProcessStatus.hasEnded(process) ? .gone : .replaced
    }
    counts.ticks += 1
    if !isAligned() {
      alignHistories(at: now)
      naming.noteChange(at: now)
    }
    if !unconfirmedNames.isEmpty { confirmNames() }
    candidateCount = 0
    for index in 0..<reader.threadCount where !histories[index].isForeign { take(index, at: now) }
    pace.endTick(candidates: candidateCount, stops: counts.stopped - stoppedBefore)
    if naming.isDue(at: now) { nameThreads(at: now) }
    lastTick = now
    return .taken
  }

  /// Ends the sampling of this process.
  ///
  /// - Parameters:
  ///   - ledger: What became of its samples is added to it.
  ///   - stops: Stops that were asked for and are still to come are added to these.
  mutating func finish(into ledger: inout Ledger, leaving stops: inout [PendingStop]) {
    stops += pendingStops
    pendingStops.removeAll()
    isFinished = true
    builder.note(MonotonicClock.nowNanoseconds)
    for index in histories.indices { settle(index) }
    builder.removeReader(readerNumber)
    enter(into: &ledger)
  }

  /// Adds what became of the samples so far.
  func enter(into ledger: inout Ledger) {
    ledger.stoppedTime = ledger.stoppedTime + Nanoseconds(Int64(budget.spentNanoseconds))
    counts.enter(into: &ledger)
  }

  /// Whether a tick may be served that all running threads are stopped for.
  ///
  /// By chance, as `StopBudget.probability` has it.
  private mutating func mayServe(at now: UInt64) -> Bool {
    guard options.stopsAlways, budget.isOpen else { return true }
    return choice.falls(on: budget.tickShare(at: pace)) && budget.allows(afterNanoseconds: now &- started)
  }

  // MARK: One thread

  private mutating func take(_ index: Int, at now: UInt64) {
    let id = ThreadID(reader.nativeThread(index))
    if options.mainThreadOnly, id.rawValue != process.rawValue { return }
    if options.mode == .gil, !reader.holdsGIL(index) {
      histories[index].sampledAt = now
      histories[index].interval = schedule.wantedCount
      return
    }
    if options.mode == .cpu, !runs(index, id, at: now) { return }
    let settlement = settle(index, id, at: now)
    let outcome = reader.outcome(index)
    if case .failed(let reason) = outcome {
      // Of a thread that has ended since the list of threads was read there is nothing that could be missed.
      if reason != .unreadable || ThreadNumbers.isThread(id, of: process) { counts.count(reason) }
      return
    }
    let time = Nanoseconds(Int64(now &- histories[index].sampledAt))
    let intervals = max(1, schedule.wantedCount - histories[index].interval)
    histories[index].sampledAt = now
    histories[index].interval = schedule.wantedCount
    let weight = Weight(samples: intervals, time: time)
    if settlement == .deferred {
      histories[index].deferred.add(weight)
      counts.deferred += 1
      return
    }
    if options.mode == .exception, reader.exception(index) != .present {
      return passOver(index, isRepresentative: settlement == .representative)
    }
    let placed = place(index, isWhole: outcome == .complete, at: now)
    if outcome == .complete { counts.complete += 1 } else { counts.moved += 1 }
    let observed = observed(index, collects: placed.collects)
    counts.effective.add(settlement == .representative ? time + histories[index].deferred.time : time)
    if settlement == .representative {
      // One half of them is nearer to the one before, and the other to this.
      let halves = histories[index].deferred.takeHalves()
      let earlier = histories[index].representativeNode == nil ? observed : histories[index].representativeStates
      add(halves.earlier, to: histories[index].representativeNode ?? placed.node, in: earlier, of: index)
      add(halves.later, to: placed.node, in: observed, of: index)
      histories[index].representativeNode = placed.node
      histories[index].representativeStates = observed
    } else if histories[index].representativeNode != nil {
      settleDeferred(index)
    }
    // A stack that moved has run; one that did not may be asleep, or busy in C.
    let isIdle =
      options.mode != .cpu && placed.isUnchanged && settlement == .running && !states.isRunning(id, at: now)
    add(Weight(samples: intervals, time: time, idle: isIdle ? time : .zero), to: placed.node, in: observed, of: index)
    histories[index].clock?.assign(to: builder)
  }

  /// Whether a thread runs of which only CPU time counts.
  private mutating func runs(_ index: Int, _ id: ThreadID, at now: UInt64) -> Bool {
    guard let clock = histories[index].clock else {
      counts.untimed += 1
      return false
    }
    // What has not been given a processor since it slept needs no second question.
    clock.wasRunning = clock.update() && states.isRunning(id, at: now, isAsked: true)
    if clock.wasRunning { return true }
    clock.assign(to: builder)
    histories[index].sampledAt = now
    histories[index].interval = schedule.wantedCount
    return false
  }

  /// Counts a sample; where CPU time is the measure, its time waits until the kernel tells it.
  private mutating func add(_ weight: Weight, to node: Int32, in states: SampleStates, of index: Int) {
    guard node != Self.noNode else { return }
    guard let clock = histories[index].clock else { return builder.add(weight, to: node, in: states) }
    builder.add(Weight(samples: weight.samples), to: node, in: states)
    clock.add(weight.time, to: node, in: states)
  }

  /// Counts what is still open of a thread that has ended, or when sampling has.
  private mutating func settle(_ index: Int) {
    settleDeferred(index)
    guard let rest = histories[index].clock?.finish(into: builder), rest > .zero else { return }
    builder.add(Weight(time: rest), to: builder.cutNode(of: histories[index]))
  }

  /// Leaves a sample out in which the thread had no exception, or in which that is not known.
  private mutating func passOver(_ index: Int, isRepresentative: Bool) {
    if reader.exception(index) == .unknown { counts.undecided += 1 }
    if isRepresentative {
      let halves = histories[index].deferred.takeHalves()
      add(
        halves.earlier, to: histories[index].representativeNode ?? Self.noNode,
        in: histories[index].representativeStates, of: index)
      histories[index].representativeNode = Self.noNode
    } else if histories[index].representativeNode != nil {
      settleDeferred(index)
    }
  }

  /// Finds the place of a sample's stack in the tree, with a mark in it where a garbage collection began.
  ///
  /// - Returns: Whether every frame is at the same instruction as in the last sample; and whether the thread collects
  ///   garbage, nil where that is not known.
  private mutating func place(
    _ index: Int, isWhole: Bool, at now: UInt64
  ) -> (node: Int32, isUnchanged: Bool, collects: Bool?) {
    let inside =
      options.marksCollections ? marks.insideCount(index, isWhole: isWhole, in: reader, &histories[index]) : nil
    let frames = reader.frames(index)
    guard let inside else {
      if options.detail == .instructions {
        Self.readInstructions(
          frames.span, builder, &histories[index], &reader, &instructions, isWhole: isWhole, at: now)
      }
      let placed = builder.place(
        frames.span, at: instructions, isCut: !isWhole, in: &histories[index], codes: reader)
      return (placed.node, placed.isUnchanged, mayCollect(index, isWhole: isWhole) ? nil : false)
    }
    let placed = marks.withMark(at: inside, in: frames.span) { frames in
      if options.detail == .instructions {
        Self.readInstructions(frames, builder, &histories[index], &reader, &instructions, isWhole: isWhole, at: now)
      }
      return builder.place(frames, at: instructions, isCut: !isWhole, in: &histories[index], codes: reader)
    }
    return (placed.node, placed.isUnchanged, true)
  }

  /// Reads the instructions of those frames that may be at others than in the thread's last sample, and now and then of
  /// all: a call is specialised while its frame waits.
  private static func readInstructions(
    _ frames: Span<RawFrame>, _ builder: ProfileBuilder, _ history: inout ThreadHistory,
    _ reader: inout StackReader, _ instructions: inout [InstructionSight?], isWhole: Bool, at now: UInt64
  ) {
    var count = builder.movableCount(frames, in: history)
    if now > history.instructionsReadAt + instructionPauseNanoseconds {
      count = frames.count
      history.instructionsReadAt = now
    }
    reader.readInstructions(of: frames, count: count, isWhole: isWhole, at: now, into: &instructions)
  }

  /// Whether a thread in whose stack no mark stands may collect garbage all the same.
  private func mayCollect(_ index: Int, isWhole: Bool) -> Bool {
    guard reader.seesCollections else { return true }
    if case .somewhere = reader.collection(index) { return !isWhole }
    return false
  }

  /// What the thread was at, as far as its reading tells; nothing where nobody asks.
  private func observed(_ index: Int, collects: Bool?) -> SampleStates {
    guard builder.isRecording else { return .unknown }
    let exception = reader.exception(index)
    return SampleStates()
      .with(.holdsGIL, options.mode == .gil ? true : reader.holdsGILInReading(index))
      .with(.waitsForGIL, reader.waitsForGIL(index))
      .with(.collectsGarbage, collects)
      .with(.hasException, exception == .unknown ? nil : exception == .present)
  }

  /// Counts what is deferred with the last sample that was stopped for; without one it is partial.
  private mutating func settleDeferred(_ index: Int) {
    let count = histories[index].deferred.count
    guard count > 0 else { return }
    let weight = histories[index].deferred.takeAll()
    if let node = histories[index].representativeNode {
      return add(weight, to: node, in: histories[index].representativeStates, of: index)
    }
    if options.mode == .exception {
      counts.undecided += count
      counts.deferred -= count
      return
    }
    add(weight, to: builder.cutNode(of: histories[index]), in: .unknown, of: index)
    counts.moved += count
    counts.deferred -= count
  }

  /// Brings the histories into the order of the reader's threads, when these have changed.
  private mutating func alignHistories(at now: UInt64) {
    let threads = (0..<reader.threadCount).map { (reader.address($0), ThreadID(reader.nativeThread($0))) }
    for index in histories.indices
    where !threads.contains(where: { $0 == histories[index].address && $1 == histories[index].id }) {
      settle(index)
    }
    var known = histories
    histories = threads.enumerated().map { index, thread in
      let (address, id) = thread
      if reader.isUnbegun(index) { return ThreadHistory(foreign: address, id: id, reader: readerNumber) }
      if let index = known.firstIndex(where: { $0.address == address && $0.id == id }) {
        return known.remove(at: index)
      }
      return newHistory(address, id, at: now)
    }
  }

  private func newHistory(_ address: RemoteAddress, _ id: ThreadID, at now: UInt64) -> ThreadHistory {
    if id.rawValue != 0, !ThreadNumbers.isThread(id, of: process) {
      return ThreadHistory(foreign: address, id: id, reader: readerNumber)
    }
    var history = builder.addThread(
      address, id: id, in: process, by: readerNumber, sampledAt: lastTick, interval: max(0, schedule.wantedCount - 1))
    if options.mode == .cpu {
      history.clock = try? ThreadClock(of: id, in: process, mostNanoseconds: now &- lastTick)
    }
    return history
  }

  private mutating func nameThreads(at now: UInt64) {
    let names = naming.read(histories.map(\.address), at: now)
    for history in histories where !history.isForeign {
      if let name = names[history.address] { unconfirmedNames.append((history.address, history.id, name)) }
    }
  }

  private mutating func confirmNames() {
    for named in unconfirmedNames {
      guard let history = histories.first(where: { $0.address == named.address && $0.id == named.id }) else { continue }
      builder.rename(history, named.name)
    }
    unconfirmedNames.removeAll()
  }

  private func isAligned() -> Bool {
    guard histories.count == reader.threadCount else { return false }
    for index in histories.indices
    where histories[index].address != reader.address(index)
      || histories[index].id.rawValue != reader.nativeThread(index)
    { return false }
    return true
  }
}
