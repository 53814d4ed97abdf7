internal import Glibc
internal import LinuxProcess

/// Brings the agent into a process that runs already, and has it leave, by short stops of one thread.
struct AgentCarrier {
  private let process: ProcessID
  private let memory: ProcessMemory
  private let image: AgentImage
  /// How long a thread was held in all, in nanoseconds, and how many stops it took to find one that could be.
  private(set) var heldNanoseconds: UInt64 = 0
  private(set) var stops = 0

  private static let searchNanoseconds: UInt64 = 5_000_000_000
  private static let callNanoseconds: UInt64 = 5_000_000_000

  /// - Throws: `.notPermitted`: what can be known before anything is done.
  ///
  /// - Parameter obstacle: Why the other way was not taken.
  init(_ process: ProcessID, insteadOfScript obstacle: ScriptObstacle?) throws(AttachError) {
    let gates = AccessGates(ProcessAccess.facts(on: process))
    guard gates.closedToLoading.isEmpty else { throw .notPermitted(gates, obstacle) }
    self.process = process
    memory = ProcessMemory(of: process)
    image = try AgentImage()
  }

  private static let busyNanoseconds: UInt64 = 10_000_000_000
  private static let pauseNanoseconds: UInt64 = 5_000_000

  /// Tries again while the thread of an earlier request is on its way.
  private mutating func persevering<Result: ~Copyable>(
    _ body: (inout AgentCarrier) throws(AttachError) -> Result
  ) throws(AttachError) -> Result {
    let end = MonotonicClock.nowNanoseconds + Self.busyNanoseconds
    while true {
      do throws(AttachError) {
        return try body(&self)
      } catch {
        guard error == .busy, MonotonicClock.nowNanoseconds < end else { throw error }
      }
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + Self.pauseNanoseconds)
    }
  }

  /// Loads the agent, unless it is there, and has it begin.
  ///
  /// - Parameter prepare: Makes the memory file ready that the agent is to write to. The thread stands still meanwhile.
  mutating func come<Result: ~Copyable>(
    _ prepare: (consuming MemoryFile) throws(TimingError) -> Result
  ) throws(AttachError) -> Result {
    try persevering { (carrier) throws(AttachError) in try carrier.comeOnce(prepare) }
  }

  private mutating func comeOnce<Result: ~Copyable>(
    _ prepare: (consuming MemoryFile) throws(TimingError) -> Result
  ) throws(AttachError) -> Result {
    let map = try currentMap()
    let library = try CLibrary(of: map, memory)
    let loaded = LoadedAgent(image, in: map, memory)
    let urgency = UrgentThread()
    let thread = try borrow(map, urgency)
    let begin = MonotonicClock.nowNanoseconds
    defer { heldNanoseconds += MonotonicClock.nowNanoseconds - begin }
    let agent: LoadedAgent
    if let loaded {
      agent = loaded
    } else {
      agent = try AgentLoader(process, image, library).load(in: thread, among: map)
    }
    let number = try call(.makeFile, [], of: agent, in: thread)
    guard number >= 0 else { throw .memoryFile(errno: -number) }
    let result: Result
    do throws(AttachError) {
      let file = try MemoryFile(number, of: process)
      do throws(TimingError) {
        result = try prepare(file)
      } catch {
        throw .timing(error)
      }
    } catch {
      try release(file: number, in: thread, library)
      throw error
    }
    try start(.come, [UInt64(number)], of: agent, in: thread)
    return result
  }

  /// Has the agent leave, if it is there.
  mutating func go() throws(AttachError) {
    try persevering { (carrier) throws(AttachError) in try carrier.goOnce() }
  }

  private mutating func goOnce() throws(AttachError) {
    let map = try currentMap()
    guard let agent = LoadedAgent(image, in: map, memory) else { return }
    let urgency = UrgentThread()
    let thread = try borrow(map, urgency)
    let begin = MonotonicClock.nowNanoseconds
    defer { heldNanoseconds += MonotonicClock.nowNanoseconds - begin }
    try start(.go, [], of: agent, in: thread)
  }

  // MARK: Calls

  private func currentMap() throws(AttachError) -> MemoryMap {
    try AttachError.reading { () throws(ProcessError) in try MemoryMap(of: process) }
  }

  /// - Parameter urgency: Lives for as long as the thread is held.
  private mutating func borrow(_ map: MemoryMap, _ urgency: borrowing UrgentThread) throws(AttachError)
    -> BorrowedThread
  {
    do throws(BorrowError) {
      var lender = try ThreadLender(process, map)
      defer {
        stops += lender.stops
        heldNanoseconds += lender.heldNanoseconds
      }
      return try lender.borrow(limitNanoseconds: Self.searchNanoseconds)
    } catch {
      throw .borrow(error)
    }
  }

  private func call(
    _ symbol: AgentImage.Symbol, _ arguments: [UInt64], of agent: LoadedAgent, in thread: borrowing BorrowedThread
  ) throws(AttachError) -> Int32 {
    try AttachError.borrowing { () throws(BorrowError) in
      let result = try thread.call(
        agent.address(of: symbol), arguments, at: agent.callSite, timeoutNanoseconds: Self.callNanoseconds)
      return Int32(truncatingIfNeeded: Int64(bitPattern: result))
    }
  }

  /// Makes a call that starts a thread in the process.
  private func start(
    _ symbol: AgentImage.Symbol, _ arguments: [UInt64], of agent: LoadedAgent, in thread: borrowing BorrowedThread
  ) throws(AttachError) {
    let result = try call(symbol, arguments, of: agent, in: thread)
    if result == -EAGAIN { throw .busy }
    if result != 0 { throw .borrow(.call("pthread_create", errno: -result)) }
  }

  private func release(
    file: Int32, in thread: borrowing BorrowedThread, _ library: CLibrary
  ) throws(AttachError) {
    try AttachError.borrowing { () throws(BorrowError) in
      _ = try thread.perform(.close(file: file), with: library.instructions)
    }
  }
}
