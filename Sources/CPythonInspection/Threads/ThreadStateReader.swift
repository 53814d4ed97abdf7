package import LinuxProcess

/// Reads what a thread's `PyThreadState` says of exceptions and of the garbage collection.
package struct ThreadStateReader {
  private let runtime: PythonRuntime
  private let reader: ObjectReader

  /// Exceptions that are handled inside of one another; more have been misread.
  private static let depthLimit = 1000

  package init(_ runtime: PythonRuntime, _ reader: ObjectReader) {
    self.runtime = runtime
    self.reader = reader
  }

  /// `thread_id`, which `threading.get_ident` gives: on Linux a `pthread_t`.
  package func identifier(of thread: RemoteAddress) -> UInt64? {
    reader.word(thread.rawValue, runtime.details.threads.identifier)
  }

  /// Whether the thread's interpreter is collecting garbage; the thread that does it is the one with the GIL.
  package func isCollecting(_ thread: RemoteAddress) -> Bool {
    let collecting: Int32?
    switch runtime.details.threads.collecting {
    case .runtime(let offset): collecting = reader.word(runtime.address.rawValue, offset)
    case .interpreter(let offset):
      let interpreter: UInt64? = reader.word(thread.rawValue, runtime.layout.thread.interpreter)
      collecting = interpreter.flatMap { reader.word($0, offset) }
    }
    return collecting.map { $0 != 0 } ?? false
  }

  /// The exception that is on its way up the stack; nil when there is none.
  package func raised(in thread: RemoteAddress) -> RemoteAddress? {
    let layout = runtime.details.threads
    guard let value: UInt64 = reader.word(thread.rawValue, layout.raising) else { return nil }
    if value != 0 { return RemoteAddress(value) }
    // Before 3.12 an exception is made only when somebody looks: until then there is its type alone.
    let type: UInt64? = layout.raisingType.flatMap { reader.word(thread.rawValue, $0) }
    return type.flatMap { $0 == 0 ? nil : RemoteAddress($0) }
  }

  /// The exception that an `except` or `finally` is being run for, the innermost of them; nil when there is none.
  package mutating func handled(in thread: RemoteAddress) -> RemoteAddress? {
    let layout = runtime.details.threads
    var reader = reader
    var next: UInt64? = reader.word(thread.rawValue, layout.handling)
    for _ in 0..<Self.depthLimit {
      guard let item = next, item != 0, let value: UInt64 = reader.word(item, layout.handled) else { return nil }
      if value != 0, let kind = reader.type(of: value)?.kind, kind != .none { return RemoteAddress(value) }
      next = reader.word(item, layout.previous)
    }
    return nil
  }
}
