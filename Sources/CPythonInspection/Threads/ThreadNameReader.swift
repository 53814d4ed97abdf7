package import LinuxProcess

/// Reads Python's own names of threads: those of the `Thread` objects in `threading._active`, of each interpreter.
///
/// Threads that C code made have none.
package struct ThreadNameReader {
  private let runtime: PythonRuntime
  /// `threading._active` by interpreter, as it was last found.
  private var activeThreads: [UInt64: UInt64] = [:]
  /// The `str` that is the key `_name`: names of attributes are one object for all instances.
  private var nameKey: UInt64 = 0

  /// More threads than this have been misread.
  private static let threadLimit = 65_536
  private static let attributeLimit = 256
  /// Characters of a name; the mark of a cut is `…`.
  private static let nameLimit = 4096

  package init(_ runtime: PythonRuntime) {
    self.runtime = runtime
  }

  /// The names that threads have now.
  ///
  /// - Parameters:
  ///   - threads: `PyThreadState`s, the newest first.
  ///   - fromTheStart: Whether to look for the module again, which may have been imported since: otherwise the threads
  ///     are looked for where they were last found.
  /// - Returns: The names by `PyThreadState`; threads without one are missing.
  package mutating func names(of threads: [RemoteAddress], fromTheStart: Bool) -> [RemoteAddress: String] {
    if fromTheStart { activeThreads.removeAll() }
    var reader = ObjectReader(runtime)
    var byInterpreter: [UInt64: [UInt64: String]] = [:]
    var names: [RemoteAddress: String] = [:]
    // A thread that has not begun may have the identifier of the one that made it, which is older.
    var named: Set<[UInt64]> = []
    for thread in threads.reversed() {
      guard let interpreter: UInt64 = reader.word(thread.rawValue, runtime.layout.thread.interpreter),
        let identifier: UInt64 = reader.word(thread.rawValue, runtime.details.threads.identifier)
      else { continue }
      guard named.insert([interpreter, identifier]).inserted else { continue }
      if byInterpreter[interpreter] == nil {
        byInterpreter[interpreter] = namesByIdentifier(interpreter, &reader)
      }
      names[thread] = byInterpreter[interpreter]?[identifier]
    }
    return names
  }

  private mutating func namesByIdentifier(_ interpreter: UInt64, _ reader: inout ObjectReader) -> [UInt64: String] {
    guard let active = activeThreads[interpreter] ?? findActiveThreads(interpreter, &reader),
      reader.type(of: active)?.kind == .dict,
      let entries = reader.dict(at: active, limit: Self.threadLimit)
    else {
      activeThreads[interpreter] = nil
      return [:]
    }
    activeThreads[interpreter] = active
    var names: [UInt64: String] = [:]
    for entry in entries.elements {
      guard reader.type(of: entry.key)?.kind == .int, let identifier = reader.integer(at: entry.key) else { continue }
      names[identifier] = name(of: entry.value, &reader)
    }
    return names
  }

  private func findActiveThreads(_ interpreter: UInt64, _ reader: inout ObjectReader) -> UInt64? {
    guard let modules: UInt64 = reader.word(interpreter, runtime.details.threads.modules),
      reader.type(of: modules)?.kind == .dict,
      let module = reader.value(of: "threading", inDict: modules), reader.type(of: module)?.kind == .module,
      let dict: UInt64 = reader.word(module, runtime.details.values.moduleDictionary)
    else { return nil }
    return reader.value(of: "_active", inDict: dict)
  }

  private mutating func name(of thread: UInt64, _ reader: inout ObjectReader) -> String? {
    guard let type = reader.type(of: thread),
      let attributes = reader.attributes(of: thread, type, limit: Self.attributeLimit)?.elements
    else { return nil }
    let found =
      attributes.first { $0.name == nameKey }
      ?? attributes.first { reader.string(at: $0.name, limit: 8)?.text == "_name" }
    guard let found, reader.type(of: found.value)?.kind == .string else { return nil }
    nameKey = found.name
    return reader.name(at: found.value, limit: Self.nameLimit)
  }
}
