/// Where a thread's name, its exceptions and the garbage collection are found, for one version and build; offsets in
/// bytes.
///
/// Source: `Include/cpython/pystate.h`, `Include/internal/pycore_interp.h` and `pycore_runtime.h` of each version,
/// measured from its headers.
struct ThreadStateLayout: Hashable, Sendable {
  /// `thread_id` of `PyThreadState`, which `threading.get_ident` gives.
  var identifier: Int
  /// `current_exception`, or `curexc_value`, where an exception is while it is being raised.
  var raising: Int
  /// `curexc_type`, which is set first; nil from 3.12 on.
  var raisingType: Int?
  /// `exc_info`: the stack of exceptions that are being handled, of `_PyErr_StackItem`.
  var handling: Int
  /// `exc_value` and `previous_item` of `_PyErr_StackItem`.
  var handled: Int
  var previous: Int
  /// `exc_state`: the outermost item of that stack, in the thread state itself; the others are in generators.
  var exceptionState: Int
  /// `modules` or `imports.modules` of `PyInterpreterState`, a dict.
  var modules: Int
  var collecting: Collecting
  /// `gc.frame` of `PyInterpreterState`, the frame in which the collection began; nil before 3.15.
  var collectingFrame: Int?
  /// `gil_requested`, 32 bits: the thread waits for the GIL; nil before 3.15.
  var gilRequested: Int?
  /// `holds_gil`, 32 bits: the thread has the GIL; nil before 3.15.
  var holdsGIL: Int?

  /// `gc.collecting`, 32 bits.
  enum Collecting: Hashable, Sendable {
    /// Of `_PyRuntime`.
    case runtime(Int)
    /// Of `PyInterpreterState`.
    case interpreter(Int)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
extension ThreadStateLayout {
  static let python3_8 = ThreadStateLayout(
    identifier: 176, raising: 96, raisingType: 88, handling: 144, handled: 8, previous: 24, exceptionState: 112,
    modules: 56, collecting: .runtime(544))

  /// 3.9 and 3.10.
  static let python3_9 = ThreadStateLayout(
    identifier: 176, raising: 96, raisingType: 88, handling: 144, handled: 8, previous: 24, exceptionState: 112,
    modules: 856, collecting: .interpreter(816))

  static let python3_11 = ThreadStateLayout(
    identifier: 152, raising: 104, raisingType: 96, handling: 120, handled: 0, previous: 8, exceptionState: 320,
    modules: 888, collecting: .interpreter(848))

  static let python3_12 = ThreadStateLayout(
    identifier: 136, raising: 96, handling: 104, handled: 0, previous: 8, exceptionState: 256, modules: 944,
    collecting: .interpreter(312))

  static let python3_13 = ThreadStateLayout(
    identifier: 152, raising: 112, handling: 120, handled: 0, previous: 8, exceptionState: 256, modules: 7656,
    collecting: .interpreter(7600))

  static let python3_14 = ThreadStateLayout(
    identifier: 152, raising: 112, handling: 120, handled: 0, previous: 8, exceptionState: 256, modules: 7688,
    collecting: .interpreter(7600))

  static let python3_15 = ThreadStateLayout(
    identifier: 176, raising: 136, handling: 144, handled: 0, previous: 8, exceptionState: 288, modules: 7592,
    collecting: .interpreter(7512), collectingFrame: 7520, gilRequested: 40, holdsGIL: 36)
}
