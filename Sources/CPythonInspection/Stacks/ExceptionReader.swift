internal import LinuxProcess

/// Finds out from the copy of a thread's state whether it has an exception.
///
/// The innermost of the items that `exc_info` leads to is the running generator's, if one runs; the last is in the thread
/// state itself. An item of a generator is copied like a frame that lies elsewhere.
struct ExceptionReader {
  private let runtime: PythonRuntime
  private let layout: ThreadStateLayout
  /// Looks only at what is copied anyway: the exceptions that a generator handles are unknown then.
  private let isPassive: Bool
  private var objects: ObjectReader
  /// The address of `None`, once it has been met in place of an exception.
  private var none: UInt64 = 0
  /// The last object that was seen to be an exception.
  private var lastException: UInt64 = 0
  /// So many objects are left out before `None` is looked for again.
  private var pauseCount = 0

  /// Generators that run inside of one another; more have been misread.
  private static let depthLimit = 1000
  private static let longestPause = 1000

  /// What a copy says.
  enum End: Hashable {
    case known(ExceptionSight)
    /// An item that was not copied.
    case missing(UInt64)
  }

  /// - Parameter isPassive: Whether to look only at what is copied anyway, and to read nothing more.
  init(_ runtime: PythonRuntime, isPassive: Bool = false) {
    self.runtime = runtime
    self.isPassive = isPassive
    layout = runtime.details.threads
    objects = ObjectReader(runtime)
  }

  /// Bytes of an item, `_PyErr_StackItem`.
  var itemCount: Int { max(layout.handled, layout.previous) + 8 }

  /// Bytes from the start of the thread state that hold all that is looked at.
  var stateCount: Int {
    max(layout.exceptionState + itemCount, layout.handling + 8, layout.raising + 8, (layout.raisingType ?? 0) + 8)
  }

  /// What the only copy says of a thread that stood still, or what the two agree on of one that ran.
  mutating func look(
    at thread: inout ThreadCopy, in batch: borrowing ReadBatch, isStopped: Bool, _ sample: UInt64
  ) -> End {
    let first = look(at: &thread, in: batch, from: thread.copyStart, sample)
    guard !isStopped, case .known = first else { return first }
    let second = look(at: &thread, in: batch, from: thread.copyStart + thread.copyCount, sample)
    guard case .known = second else { return second }
    return first == second ? first : .known(.unknown)
  }

  private mutating func look(
    at thread: inout ThreadCopy, in batch: borrowing ReadBatch, from start: Int, _ sample: UInt64
  ) -> End {
    // Before 3.12 an exception is made only when somebody looks: its type comes first.
    guard let raising = word(batch, start + (layout.raisingType ?? layout.raising)),
      var item = word(batch, start + layout.handling)
    else { return .known(.unknown) }
    if raising != 0 { return .known(.present) }
    for _ in 0..<Self.depthLimit {
      if item == 0 { return .known(.absent) }
      var hint = 0
      guard let offset = thread.locate(item, size: itemCount, isFrame: false, hint: &hint, sample: sample) else {
        if isPassive { return .known(.unknown) }
        return .missing(item)
      }
      guard let value = word(batch, start + offset + layout.handled),
        let previous = word(batch, start + offset + layout.previous)
      else { return .known(.unknown) }
      if value != 0, let sight = sight(of: value) { return .known(sight) }
      item = previous
    }
    return .known(.unknown)
  }

  /// - Returns: nil for `None`, which stands for no exception at all.
  private mutating func sight(of value: UInt64) -> ExceptionSight? {
    if value == none { return nil }
    if value == lastException { return .present }
    if isPassive {
      findNone()
      if value == none { return nil }
      // Nothing but an exception or `None` is kept there.
      return none == 0 ? .unknown : .present
    }
    guard let type = objects.type(of: value) else { return .unknown }
    if type.kind == .none {
      none = value
      return nil
    }
    lastException = value
    return .present
  }

  /// Looks for `None` in the module `builtins`, unless it is known: once, but for an interpreter that has just begun.
  private mutating func findNone() {
    guard none == 0 else { return }
    pauseCount -= 1
    guard pauseCount < 0 else { return }
    pauseCount = Self.longestPause
    guard let interpreter = objects.word(runtime.address.rawValue, runtime.layout.interpretersHead) as UInt64?,
      let modules: UInt64 = objects.word(interpreter, layout.modules), objects.type(of: modules)?.kind == .dict,
      let module = objects.value(of: "builtins", inDict: modules), objects.type(of: module)?.kind == .module,
      let dict: UInt64 = objects.word(module, runtime.details.values.moduleDictionary),
      let found = objects.value(of: "None", inDict: dict), objects.type(of: found)?.kind == ObjectType.Kind.none
    else { return }
    none = found
  }

  private func word(_ batch: borrowing ReadBatch, _ place: Int) -> UInt64? {
    batch.withBytes { bytes in try? bytes.read(Field<UInt64>(place)) }
  }
}
