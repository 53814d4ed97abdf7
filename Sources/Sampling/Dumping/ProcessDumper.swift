package import CPythonInspection
package import LinuxProcess
package import ProfileModel

/// Reads every thread's stack once, with all that can be said of each.
///
/// A thread that holds still while it is read is not stopped, but for its variables. To be called on one OS thread: a
/// tracer and its stops belong to it.
package struct ProcessDumper: ~Copyable {
  private let runtime: PythonRuntime
  private let options: DumpOptions
  private var reader: StackReader
  private var pendingStops: [PendingStop] = []
  /// Of each of the reader's threads.
  private var glances: [Glance] = []
  /// By interpreter that collects garbage: the thread that does it, as far as one reading tells.
  private var collectors: [Int: Int] = [:]
  private var stoppedThreads = 0
  private var stoppedNanoseconds: UInt64 = 0

  /// How long to wait for a thread to stand still: on a busy machine it gets a processor to do so now and then only.
  /// It is not kept from anything meanwhile.
  private static let stopTimeoutNanoseconds: UInt64 = 1_000_000_000
  /// How long a thread is kept standing for its variables.
  package static let standingLimit = Nanoseconds(50_000_000)
  /// A stack that is new to the reader is whole after few readings.
  private static let readingLimit = 16

  package init(_ runtime: PythonRuntime, options: DumpOptions) {
    self.runtime = runtime
    self.options = options
    reader = StackReader(
      runtime, readsGIL: true, keepsFrameAddresses: options.readsVariables, readsCollections: true)
  }

  /// Reads the process; without its command line and the text of its source.
  ///
  /// - Throws: When it cannot be read at all.
  package mutating func dump() throws(ProcessError) -> ProcessDump {
    try reader.read(at: MonotonicClock.nowNanoseconds)
    // Who has the GIL was read just now, and who waits for it changes as fast.
    for index in 0..<reader.threadCount { glances.append(glance(index)) }
    findCollectors()
    let addresses = (0..<reader.threadCount).map { reader.address($0) }
    var nameReader = ThreadNameReader(runtime)
    // Where threads begin and end meanwhile, a name counts that is read twice.
    let names = nameReader.names(of: addresses, fromTheStart: true)
    var threads: [ThreadDump] = []
    var named: [RemoteAddress] = []
    // The interpreter's list begins with the newest.
    for index in (0..<reader.threadCount).reversed() {
      if options.mainThreadOnly, reader.nativeThread(index) != runtime.process.rawValue { continue }
      var thread = thread(index)
      if reader.isUnbegun(index) { continue }
      thread.pythonName = names[addresses[index]]
      threads.append(thread)
      named.append(addresses[index])
    }
    let again = nameReader.names(of: addresses, fromTheStart: true)
    for (index, address) in named.enumerated() where again[address] != threads[index].pythonName {
      threads[index].pythonName = nil
    }
    finishPendingStops()
    threads = threads.filter { $0.states.contains(.main) } + threads.filter { !$0.states.contains(.main) }
    return ProcessDump(
      process: runtime.process.rawValue, command: [], pythonVersion: runtime.version.description, threads: threads,
      stoppedThreads: stoppedThreads, stoppedTime: Nanoseconds(Int64(stoppedNanoseconds)))
  }

  // MARK: One thread

  /// What has to be known of a thread at once, and before it is stopped.
  private struct Glance {
    var isRunning = false
    var waitsForGIL: Bool?
  }

  private func glance(_ index: Int) -> Glance {
    let id = ThreadID(reader.nativeThread(index))
    var glance = Glance(waitsForGIL: false)
    if !reader.holdsGIL(index) {
      let states = ThreadStateReader(runtime, ObjectReader(runtime))
      glance.waitsForGIL = states.waitsForGIL(reader.address(index), FutexWait(of: id, in: runtime.process))
    }
    if var stat = try? ThreadStat(of: id, in: runtime.process) { glance.isRunning = (try? stat.isRunning()) == true }
    return glance
  }

  private mutating func thread(_ index: Int) -> ThreadDump {
    let id = ThreadID(reader.nativeThread(index))
    var dump = ThreadDump(thread: id.rawValue)
    dump.kernelName = ThreadNames.kernelName(of: id, in: runtime.process)
    if glances[index].isRunning { dump.states.insert(.running) }
    dump.waitsForGIL = glances[index].waitsForGIL
    if id.rawValue == runtime.process.rawValue { dump.states.insert(.main) }
    if reader.holdsGIL(index) { dump.states.insert(.holdsGIL) }
    reader.readUnexpected(index, at: MonotonicClock.nowNanoseconds)
    let isWhole = reader.outcome(index) == .complete
    guard options.mayStop, options.readsVariables || !isWhole, id.rawValue > 0 else {
      if !isWhole { readAgain(index) }
      fill(&dump, index, deadline: .max, isStopped: false)
      return dump
    }
    do throws(StopError) {
      let stop = try StoppedThread(
        stopping: id, timeoutNanoseconds: Self.stopTimeoutNanoseconds, keepingExit: false)
      let since = stop.sinceNanoseconds
      for _ in 0..<Self.readingLimit {
        reader.readStopped(index, at: MonotonicClock.nowNanoseconds)
        if reader.outcome(index) != .unexpected { break }
      }
      fill(&dump, index, deadline: since &+ UInt64(Self.standingLimit.rawValue), isStopped: true)
      _ = consume stop
      stoppedThreads += 1
      stoppedNanoseconds += MonotonicClock.nowNanoseconds &- since
    } catch {
      if error == .timedOut { pendingStops.append(PendingStop(thread: id, keepingExit: false)) }
      if !isWhole { readAgain(index) }
      fill(&dump, index, deadline: .max, isStopped: false)
    }
    return dump
  }

  /// Reads a thread that must not be stopped, until it holds still for once.
  private mutating func readAgain(_ index: Int) {
    for _ in 0..<Self.readingLimit where reader.outcome(index) != .complete {
      reader.readAgain(index, at: MonotonicClock.nowNanoseconds)
    }
  }

  /// Takes over the frames, the exceptions and, where they are wanted, the variables.
  ///
  /// - Parameter deadline: Of `CLOCK_MONOTONIC`, in nanoseconds: what is not read by then is left out.
  private func fill(_ dump: inout ThreadDump, _ index: Int, deadline: UInt64, isStopped: Bool) {
    let objects = ObjectReader(runtime)
    var states = ThreadStateReader(runtime, objects)
    var describer = ObjectDescriber(objects)
    let address = reader.address(index)
    dump.identifier = states.identifier(of: address)
    dump.handled = states.handled(in: address).map { ValueText(describer.describe($0)) }
    dump.raised = states.raised(in: address).map { ValueText(describer.describe($0)) }
    switch reader.outcome(index) {
    case .complete: dump.reading = .whole
    case .moved: dump.reading = .cut
    case .unexpected, .failed: dump.reading = .failed
    }
    let codes = reader.codeObjects
    dump.frames = reader.withFrames(index) { frames in
      frames.indices.map { Self.frame(frames[$0], of: codes[Int(frames[$0].code)]) }
    }
    if options.readsVariables { fillVariables(&dump, index, objects, deadline: deadline, isStopped: isStopped) }
    markCollection(in: &dump, index)
  }

  /// Finds the threads that collect garbage where the interpreter does not say, as before 3.15.
  ///
  /// It is the one thread that is in a `__del__`, else the one that has the GIL, or was the last to have it: true but for
  /// a callback that lets another thread run.
  private mutating func findCollectors() {
    var finalizing: [Int: [Int]] = [:]
    for index in 0..<reader.threadCount {
      guard case .somewhere(let hadGIL, _, _) = reader.collection(index) else { continue }
      reader.readUnexpected(index, at: MonotonicClock.nowNanoseconds)
      let interpreter = reader.interpreter(index)
      if hadGIL { collectors[interpreter] = index }
      let codes = reader.codeObjects
      let hasFinalizer = reader.withFrames(index) { frames in
        frames.indices.contains { codes[Int(frames[$0].code)].isFinalizer }
      }
      if hasFinalizer { finalizing[interpreter, default: []].append(index) }
    }
    for (interpreter, threads) in finalizing where threads.count == 1 { collectors[interpreter] = threads[0] }
  }

  /// Says that a thread collects garbage, and where in its stack that began, as well as one look allows: see
  /// `CollectionTrace`.
  private func markCollection(in dump: inout ThreadDump, _ index: Int) {
    let inside: Int?
    switch reader.collection(index) {
    case .none: return
    case .inside(let count): inside = count
    case .somewhere(_, let hasRunPython, let ended):
      guard collectors[reader.interpreter(index)] == index else { return }
      var trace = CollectionTrace()
      reader.withFrames(index) { trace.note($0, before: [], hasRunPython: hasRunPython, ended: ended) }
      inside = dump.reading == .whole ? CollectionMarks.insideCount(index, in: reader, trace) : nil
    }
    dump.states.insert(.collectsGarbage)
    guard options.marksCollections, let inside, inside <= dump.frames.count else { return }
    dump.frames.insert(DumpedFrame(function: .garbageCollection, span: SourceSpan(line: 0)), at: inside)
  }

  private func fillVariables(
    _ dump: inout ThreadDump, _ index: Int, _ objects: ObjectReader, deadline: UInt64, isStopped: Bool
  ) {
    var locals = LocalsReader(runtime, objects)
    for position in dump.frames.indices {
      guard let frame = reader.frameAddress(index, at: position) else {
        dump.frames[position].variables = DumpedFrame.Variables(shortage: .unreadable)
        continue
      }
      let reading = locals.variables(ofFrame: frame) { MonotonicClock.nowNanoseconds < deadline }
      var variables = DumpedFrame.Variables(
        reading.variables.map { DumpedVariable($0) }, leftOut: reading.leftOut)
      if reading.isBroken {
        variables.shortage = .unreadable
      } else if reading.leftOut > 0 {
        variables.shortage = MonotonicClock.nowNanoseconds < deadline ? .tooMany : .timeIsUp
      } else if !isStopped {
        variables.shortage = .notStopped
      }
      dump.frames[position].variables = variables
    }
  }

  private static func frame(_ raw: RawFrame, of code: CodeObject) -> DumpedFrame {
    let function = FunctionIdentity(qualifiedName: code.qualifiedName, file: code.file, firstLine: code.firstLine)
    let positions = code.positions
    guard raw.unit != RawFrame.notBegun, Int(raw.unit) < positions.count else {
      return DumpedFrame(function: function, span: SourceSpan(line: code.firstLine))
    }
    let position = positions[Int(raw.unit)]
    return DumpedFrame(
      function: function,
      span: SourceSpan(
        line: Int(position.line), endLine: Int(position.endLine), column: position.column.map { Int($0) },
        endColumn: position.endColumn.map { Int($0) }))
  }

  /// Lets go of threads that came to a stop too late. Should one do so still later, it is let go as we end.
  private mutating func finishPendingStops() {
    for pending in pendingStops {
      _ = try? StoppedThread(finishing: pending, timeoutNanoseconds: Self.stopTimeoutNanoseconds)
    }
    pendingStops.removeAll()
  }
}
