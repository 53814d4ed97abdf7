package import LinuxProcess

/// Reads what a thread's `PyThreadState` says of exceptions and of the GIL.
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

  /// Whether the thread waits for the GIL.
  ///
  /// From 3.15 on its state says so. Before, it is known by what it sleeps on: glibc waits on a word of the condition
  /// variable itself. With musl, which waits on one of its own, it cannot be known.
  /// - Parameter wait: What the thread sleeps on; nil where that is not known.
  /// - Returns: nil where it cannot be known.
  package func waitsForGIL(_ thread: RemoteAddress, _ wait: FutexWait?) -> Bool? {
    if let requested = runtime.details.threads.gilRequested {
      let word: Int32? = reader.word(thread.rawValue, requested)
      return word.map { $0 != 0 }
    }
    guard let wait, let gil = gil(of: thread) else { return nil }
    guard case .at(let address) = wait else { return false }
    let distance = address.rawValue &- gil.rawValue
    return distance < 1 << 16 && runtime.layout.gil.waits.contains(Int(distance))
  }

  /// `_gil_runtime_state` of the thread's interpreter.
  private func gil(of thread: RemoteAddress) -> RemoteAddress? {
    switch runtime.layout.gil.place {
    case .runtime(let offset): return runtime.address + offset
    case .interpreter(let pointer):
      let interpreter: UInt64? = reader.word(thread.rawValue, runtime.layout.thread.interpreter)
      let gil: UInt64? = interpreter.flatMap { reader.word($0, pointer) }
      return gil.flatMap { $0 == 0 ? nil : RemoteAddress($0) }
    }
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
