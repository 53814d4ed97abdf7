internal import Glibc
package import LinuxProcess

/// A script that the main thread of a process is asked to run at its next safe point, by the protocol of PEP 768.
///
/// Only the thread state of the main thread of the main interpreter is written to: it is part of `_PyRuntime`, and never
/// freed. Those of other threads could be gone, and their memory somebody else's, between looking and writing.
package struct ScriptRequest: Sendable {
  private let memory: ProcessMemory
  private let pending: RemoteAddress
  private let path: RemoteAddress
  private let pathSize: Int
  private let evalBreaker: RemoteAddress
  /// The kernel's number of the main thread.
  package let thread: Int32

  /// Why none can be made.
  package enum Obstacle: Error, Hashable, Sendable {
    case remoteDebugging(RemoteDebugging)
    /// The program that embeds Python runs it without a main thread of the usual kind.
    case noMainThread
    /// Somebody else's request waits to be taken.
    case otherRequest
    case process(ProcessError)
  }

  /// How far from its beginning something can be that is part of `_PyRuntime`.
  private static let runtimeSize: UInt64 = 16 << 20

  /// - Throws: Why the process cannot be asked.
  package init(to runtime: PythonRuntime) throws(Obstacle) {
    let made: Result<ScriptRequest, Obstacle>
    do throws(ProcessError) {
      made = try Self.make(runtime)
    } catch {
      throw .process(error)
    }
    self = try made.get()
  }

  private static func make(_ runtime: PythonRuntime) throws(ProcessError) -> Result<ScriptRequest, Obstacle> {
    let state = try RemoteDebugging(of: runtime)
    guard state == .on, let form = RemoteDebuggingForm.all[runtime.version.minor] else {
      return .failure(.remoteDebugging(state))
    }
    let memory = ProcessMemory(of: runtime.process)
    func offset(_ member: Int) throws(ProcessError) -> Int {
      let value: UInt64 = try memory.readInteger(runtime.address + member)
      guard value < 1 << 20 else { throw .unreadable(runtime.address + member) }
      return Int(value)
    }
    func isInRuntime(_ address: RemoteAddress) -> Bool {
      address.rawValue >= runtime.address.rawValue
        && address.rawValue - runtime.address.rawValue < Self.runtimeSize
    }
    // `interpreters.main` stands behind `interpreters.head`.
    let interpreter = try memory.readPointer(runtime.address + runtime.layout.interpretersHead + 8)
    guard isInRuntime(interpreter) else { return .failure(.noMainThread) }
    let main = try memory.readPointer(interpreter + (try offset(RemoteDebuggingForm.mainThread)))
    guard isInRuntime(main), let number = runtime.layout.thread.nativeThread else { return .failure(.noMainThread) }
    let support = main + (try offset(form.support))
    let thread: UInt64 = try memory.readInteger(main + number)
    let request = ScriptRequest(
      memory: memory, pending: support + (try offset(form.pendingCall)), path: support + (try offset(form.scriptPath)),
      pathSize: try offset(form.scriptPathSize), evalBreaker: main + (try offset(form.evalBreaker)),
      thread: Int32(truncatingIfNeeded: thread))
    guard request.pathSize == 512 else { return .failure(.remoteDebugging(.unknownForm)) }
    let isPending = try request.isPending
    return isPending ? .failure(.otherRequest) : .success(request)
  }

  private init(
    memory: ProcessMemory, pending: RemoteAddress, path: RemoteAddress, pathSize: Int, evalBreaker: RemoteAddress,
    thread: Int32
  ) {
    self.memory = memory
    self.pending = pending
    self.path = path
    self.pathSize = pathSize
    self.evalBreaker = evalBreaker
    self.thread = thread
  }

  /// Asks.
  ///
  /// - Parameter script: Of at most 511 bytes.
  package func post(_ script: String) throws(ProcessError) {
    let bytes = Array(script.utf8) + [0]
    guard bytes.count <= pathSize else { throw .unreadable(path) }
    try memory.write(bytes, to: path)
    try setPending(1)
    try remind()
  }

  private var isPending: Bool {
    get throws(ProcessError) {
      let value: Int32 = try memory.readInteger(pending)
      return value != 0
    }
  }

  /// Whether the thread has not begun to run a script that was posted.
  ///
  /// - Throws: `.exited` when the process has become another program meanwhile: what is written there now is not its own.
  package func isPending(_ script: String) throws(ProcessError) -> Bool {
    let bytes = Array(script.utf8)
    guard try memory.read(path, count: bytes.count) == bytes else { throw .exited(memory.process) }
    return try isPending
  }

  /// `_PY_SIGNALS_PENDING_BIT`, `_PY_CALLS_TO_DO_BIT`, `_PY_ASYNC_EXCEPTION_BIT` and `_PY_EVAL_PLEASE_STOP_BIT`.
  ///
  /// The last is the protocol's own. The others are there because the byte is read and written in two steps: should the
  /// process set one of them in between, it is set none the less, and without reason each does nothing. Never among them
  /// is `_PY_GIL_DROP_REQUEST_BIT`: a thread that finds it with nobody waiting waits for ever. One that is lost is asked
  /// for again after the switch interval, and the bit for the garbage collection with the next object.
  ///
  /// Source: `Include/internal/pycore_ceval.h`, 3.14 and 3.15; `_Py_HandlePending` of `Python/ceval_gil.c`.
  private static let wakingBits: UInt8 = 0x2e

  /// Has the thread look at what is pending; to be called now and then while it is.
  package func remind() throws(ProcessError) {
    let bits: UInt8 = try memory.readInteger(evalBreaker)
    // With any bit set it will look; the bytes above are the version of the instrumentation, and none of ours.
    if bits == 0 { try memory.write([Self.wakingBits], to: evalBreaker) }
  }

  /// Takes a script back.
  ///
  /// The thread clears the flag before it copies the path, and runs nothing where the path is empty (`_PyRunRemoteDebugger`
  /// of `Python/ceval_gil.c`). So the path goes first: with the flag still set afterwards, what the thread is going to copy
  /// is empty.
  ///
  /// - Returns: False when the thread has begun with it, and may only be about to open it.
  package func withdraw(_ script: String) throws(ProcessError) -> Bool {
    guard try isPending(script) else { return false }
    try memory.write([0], to: path)
    guard try isPending else { return false }
    try setPending(0)
    return true
  }

  private func setPending(_ value: Int32) throws(ProcessError) {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    try memory.write(bytes, to: pending)
  }
}
