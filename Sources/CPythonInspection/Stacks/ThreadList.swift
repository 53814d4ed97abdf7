internal import LinuxProcess

/// The interpreters and threads of a process, read one by one.
struct ThreadList {
  /// The newest first.
  var interpreters: [Interpreter] = []
  /// Of all interpreters, in their order.
  var threads: [Thread] = []

  struct Interpreter {
    /// `PyInterpreterState`
    var address: UInt64
    /// `_gil_runtime_state`, its own or one that it shares; 0 before there is one.
    var gil: UInt64
  }

  struct Thread {
    /// `PyThreadState`
    var address: UInt64
    var nativeThread: Int32
    /// The word that told which thread of the system it is.
    var identity: UInt64
    /// Index into `interpreters`.
    var interpreter: Int
  }

  /// Lists longer than this have been torn.
  private static let limit = 65_536

  /// Threads come and go while the lists are read: what cannot be read ends its list.
  ///
  /// - Throws: When not even the head of the list can be read.
  init(
    _ memory: ProcessMemory, at runtime: RemoteAddress, layout: RuntimeLayout, _ natives: inout NativeThreads
  ) throws(ProcessError) {
    var interpreter = try memory.readPointer(runtime + layout.interpretersHead)
    var cycle = CycleCheck()
    while !interpreter.isNull, interpreters.count < Self.limit, !cycle.closes(at: interpreter.rawValue) {
      guard let head = try? memory.readPointer(interpreter + layout.interpreter.threadsHead),
        let next = try? memory.readPointer(interpreter + layout.interpreter.next)
      else { break }
      let gil =
        switch layout.gil.place {
        case .runtime(let offset): runtime + offset
        case .interpreter(let pointer): (try? memory.readPointer(interpreter + pointer)) ?? .null
        }
      interpreters.append(Interpreter(address: interpreter.rawValue, gil: gil.rawValue))
      readThreads(from: head, of: interpreter, memory, layout.thread)
      interpreter = next
    }
    if layout.thread.nativeThread != nil {
      for index in threads.indices { threads[index].nativeThread = Int32(truncatingIfNeeded: threads[index].identity) }
    } else {
      let ids = natives.ids(of: threads.map { RemoteAddress($0.identity) })
      for index in threads.indices { threads[index].nativeThread = ids[index] }
    }
  }

  private mutating func readThreads(
    from head: RemoteAddress, of interpreter: RemoteAddress, _ memory: ProcessMemory, _ layout: ThreadLayout
  ) {
    var address = head
    var cycle = CycleCheck()
    while !address.isNull, threads.count < Self.limit, !cycle.closes(at: address.rawValue) {
      guard let state = try? memory.read(address, count: layout.byteCount),
        let owner: UInt64 = try? state.read(Field(layout.interpreter)), owner == interpreter.rawValue,
        let identity: UInt64 = try? state.read(Field(layout.identity)),
        let next: UInt64 = try? state.read(Field(layout.next))
      else { return }
      threads.append(
        Thread(address: address.rawValue, nativeThread: 0, identity: identity, interpreter: interpreters.count - 1))
      address = RemoteAddress(next)
    }
  }
}
