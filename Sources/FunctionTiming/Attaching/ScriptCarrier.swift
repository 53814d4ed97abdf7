internal import CPythonInspection
internal import Glibc
internal import LinuxProcess

/// Has a process take the agent in, and let it go, at a safe point of its own main thread: PEP 768, from CPython 3.14 on.
///
/// No thread is stopped, and what the process does for it is what it does for any import. Its files stay for as long as
/// this value: a script that was asked for and taken back could still be on its way.
struct ScriptCarrier: ~Copyable {
  private let process: ProcessID
  private let image: AgentImage
  private let library: MemoryFile
  private var folder: ScriptFolder
  /// Both are there until the end, so that a script that comes late finds no other in its place.
  private let coming: TokenPipe
  private let going: TokenPipe
  /// How long the main thread may take.
  private let patienceNanoseconds: UInt64
  /// There is another way, so that one who sleeps need not be asked.
  private let hasAlternative: Bool

  /// - Parameter temporaryDirectory: Where a private folder can be made, absolute.
  /// - Throws: Why the process cannot be asked; nothing has been done to it.
  init(_ runtime: PythonRuntime, temporaryDirectory: String) throws(ScriptObstacle) {
    _ = try ScriptReach.request(to: runtime)
    let image: AgentImage
    do throws(AttachError) {
      image = try AgentImage()
    } catch {
      throw .file(.memoryFile(errno: ENOEXEC))
    }
    let library = try Self.making { () throws(TimingError) in try MemoryFile(named: "seriema-agent") }
    try Self.making { () throws(TimingError) in try library.write(image.bytes) }
    let folder = try Self.making { () throws(TimingError) in try ScriptFolder(in: temporaryDirectory) }
    let coming = try Self.making { () throws(TimingError) in try TokenPipe() }
    let going = try Self.making { () throws(TimingError) in try TokenPipe() }
    process = runtime.process
    hasAlternative =
      BorrowedThread.isPossible && AccessGates(ProcessAccess.facts(on: runtime.process)).closedToLoading.isEmpty
    patienceNanoseconds = hasAlternative ? 50_000_000 : 5_000_000_000
    self.image = image
    self.library = library
    self.folder = folder
    self.coming = coming
    self.going = going
  }

  private static func making<Value: ~Copyable>(
    _ body: () throws(TimingError) -> Value
  ) throws(ScriptObstacle) -> Value {
    do throws(TimingError) {
      return try body()
    } catch {
      throw .file(error)
    }
  }

  /// Has it load the agent, unless it is there, and begin.
  ///
  /// - Parameter results: The descriptor of the memory that the agent is to write to; how it went on is in there.
  mutating func come(results: Int32) throws(ScriptObstacle) {
    let path = try script("come", token: coming.descriptor, results: "/proc/\(getpid())/fd/\(results)")
    try ask(path, coming)
  }

  /// Also before the end, where this process ends at once.
  func removeFiles() {
    folder.remove()
  }

  /// Has the agent leave, if it is there.
  mutating func go() throws(ScriptObstacle) {
    // It may have become another program.
    guard let map = try? MemoryMap(of: process), LoadedAgent(image, in: map, ProcessMemory(of: process)) != nil else {
      return
    }
    let path = try script("go", token: going.descriptor, results: "")
    try ask(path, going)
  }

  private mutating func script(_ action: String, token: Int32, results: String) throws(ScriptObstacle) -> String {
    let words = [action, "/proc/\(getpid())/fd/\(token)", origin, results].map { "\"\($0)\"" }
    do throws(TimingError) {
      return try folder.add(
        Base64.decode(EmbeddedAgent.remote) + Array("run(\(words.joined(separator: ", ")))\n".utf8))
    } catch {
      throw .file(error)
    }
  }

  /// Whoever has the token has the say: the script, which tells in the results how it went on, or we, and then no script
  /// of this request does anything any more.
  private func ask(_ script: String, _ token: borrowing TokenPipe) throws(ScriptObstacle) {
    // Looked for at the last moment, because what is written must not go to another program.
    let first = try newRequest()
    if hasAlternative, !isRunning(first.thread) { throw .asleep }
    let request = try newRequest()
    var obstacle = ScriptObstacle.noAnswer(seconds: Double(patienceNanoseconds) / 1e9)
    do throws(ProcessError) {
      try request.post(script)
      try wait(for: token, patienceNanoseconds) { () throws(ProcessError) in
        guard try request.isPending(script) else { return false }
        try request.remind()
        return true
      }
      if try !request.withdraw(script) {
        // One that is late still opens the script: the files stay until it has.
        try waitForOpening(token, by: ThreadID(request.thread))
        obstacle = .notOpened
      }
    } catch {
      obstacle = .request(.process(error))
    }
    if token.take() { throw obstacle }
  }

  private func newRequest() throws(ScriptObstacle) -> ScriptRequest {
    let runtime: PythonRuntime
    do throws(InspectionError) {
      runtime = try PythonRuntime(of: process)
    } catch {
      throw .request(.process(.exited(process)))
    }
    return try ScriptReach.request(to: runtime)
  }

  private static let pollNanoseconds: UInt64 = 200_000
  /// What a script may take from being begun to having the token, on a machine that is busy.
  private static let openingNanoseconds: UInt64 = 10_000_000_000
  /// What of it can be time on a processor: opening and compiling it takes about 2 ms.
  private static let openingRunNanoseconds: UInt64 = 200_000_000

  /// Until somebody has the token, or the thread has gone on for so long that it has not opened the script.
  private func waitForOpening(_ token: borrowing TokenPipe, by thread: ThreadID) throws(ProcessError) {
    guard ThreadSchedule.isKept() else { return try wait(for: token, Self.openingNanoseconds) { true } }
    var schedule = try ThreadSchedule(of: thread, in: process)
    let start = try schedule.read().runNanoseconds
    try wait(for: token, Self.openingNanoseconds) { () throws(ProcessError) in
      try schedule.read().runNanoseconds - start < Self.openingRunNanoseconds
    }
  }

  /// Until somebody has the token, the time is over or there is nothing to wait for any more.
  private func wait(
    for token: borrowing TokenPipe, _ nanoseconds: UInt64, while isWorthIt: () throws(ProcessError) -> Bool
  ) throws(ProcessError) {
    let end = MonotonicClock.nowNanoseconds + nanoseconds
    while MonotonicClock.nowNanoseconds < end, !token.isTaken, try isWorthIt() {
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + Self.pollNanoseconds)
    }
  }

  /// What the loader is to know the library by: what it knows already, or a name that it has not heard.
  private var origin: String {
    let memory = ProcessMemory(of: process)
    let map = try? MemoryMap(of: process)
    if let map, let loaded = LoadedAgent(image, in: map, memory), let known = loaded.origin(memory) { return known }
    let names = map?.mappings.count { $0.path.hasPrefix(LoadedAgent.path) } ?? 0
    return "/proc/\(getpid())/fd/" + String(repeating: "./", count: names) + "\(library.descriptor)"
  }

  private static let looks = 20
  private static let lookNanoseconds: UInt64 = 250_000

  /// Whether the main thread is seen to run, within some milliseconds.
  private func isRunning(_ thread: Int32) -> Bool {
    for _ in 0..<Self.looks {
      if let bytes = try? Descriptor(readingFrom: "/proc/\(process)/task/\(thread)/stat").readAll(),
        let end = bytes.lastIndex(of: UInt8(ascii: ")")), end + 2 < bytes.count, bytes[end + 2] == UInt8(ascii: "R")
      {
        return true
      }
      MonotonicClock.sleep(untilNanoseconds: MonotonicClock.nowNanoseconds + Self.lookNanoseconds)
    }
    return false
  }
}
