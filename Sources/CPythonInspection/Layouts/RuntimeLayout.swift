internal import LinuxProcess

/// Where the fields that we read stand in CPython's structures, for one version and build.
///
/// Offsets are in bytes. The readers ask this and never the version.
package struct RuntimeLayout: Hashable, Sendable {
  var interpretersHead: Int
  var interpreter: InterpreterLayout
  var gil: GILLayout
  var thread: ThreadLayout
  var frame: FrameLayout
  var code: CodeLayout
  var object: ObjectLayout
}

/// `PyInterpreterState`.
struct InterpreterLayout: Hashable, Sendable {
  var next: Int
  /// `threads.head`
  var threadsHead: Int
  /// `_code_object_generation`, which rises whenever a code object is freed; nil before 3.14.
  var codeObjectGeneration: Int?
  /// `tlbc_indices.tlbc_generation`, 32 bits, which changes whenever copies of bytecode are freed; nil where there are
  /// none.
  var bytecodeGeneration: Int?
}

/// `_gil_runtime_state`, and how to get to it.
struct GILLayout: Hashable, Sendable {
  var place: Place
  var lastHolder: Int
  /// 1 while some thread has it; `last_holder` stays when it is released.
  var locked: Int

  enum Place: Hashable, Sendable {
    /// `ceval.gil` of `_PyRuntime`, in it.
    case runtime(Int)
    /// `ceval.gil` of the interpreter, which points at it (3.12 and later).
    case interpreter(pointer: Int)
  }

  /// `cond`, `mutex`, `switch_cond` and `switch_mutex`, which a thread sleeps on that waits for it: `pthread_cond_t` and
  /// `pthread_mutex_t`, behind `switch_number`.
  ///
  /// Source: `Include/internal/pycore_gil.h`, the same from 3.8 to 3.15 and in free-threaded builds.
  var waits: Range<Int> {
    let start = lastHolder + 24
    return start..<start + 2 * (Self.conditionCount + Self.mutexCount)
  }

  /// `sizeof(pthread_cond_t)` and `sizeof(pthread_mutex_t)`.
  private static let conditionCount = 48
  #if arch(arm64)
    private static let mutexCount = 48
  #else
    private static let mutexCount = 40
  #endif

  /// The first byte that we read, and how many from there.
  var start: Int { min(lastHolder, locked) }
  var byteCount: Int { max(lastHolder, locked) + 8 - start }
}

/// `PyThreadState`.
struct ThreadLayout: Hashable, Sendable {
  var next: Int
  var interpreter: Int
  var currentFrame: CurrentFrame
  /// `native_thread_id`; nil before 3.11.
  var nativeThread: Int?
  /// `thread_id`, which is the address of glibc's and musl's `struct pthread`: the way to the kernel's id where there
  /// is no `native_thread_id`.
  var pthread: Int?
  /// `datastack_chunk` and `datastack_top`; nil before 3.11, where every frame is an object of its own.
  var stackChunk: Int?
  var stackTop: Int?
  /// `base_frame`, the sentinel that ends every chain of frames; nil before 3.15, where a null pointer does.
  var baseFrame: Int?

  /// How a thread points at its innermost frame.
  enum CurrentFrame: Hashable, Sendable {
    /// `current_frame` in the thread state itself.
    case direct(Int)
    /// `cframe` in the thread state, and `current_frame` in the `_PyCFrame` that it points at.
    case throughCFrame(Int, inCFrame: Int)

    /// Of the field in the thread state.
    var offset: Int {
      switch self {
      case .direct(let offset), .throughCFrame(let offset, _): offset
      }
    }
  }

  /// Bytes from the start that hold every field above.
  var byteCount: Int {
    // Two at a time: an array would be allocated, and this is asked with every sample.
    let identities = max(nativeThread ?? 0, pthread ?? 0)
    let stack = max(max(stackChunk ?? 0, stackTop ?? 0), baseFrame ?? 0)
    return max(max(max(next, interpreter), currentFrame.offset), max(identities, stack)) + 8
  }

  /// What tells which thread of the system it belongs to: a new one changes it as it starts.
  var identity: Int { nativeThread ?? pthread ?? interpreter }
}

/// `_PyInterpreterFrame`, or `PyFrameObject` before 3.11.
struct FrameLayout: Hashable, Sendable {
  /// `f_code` or `f_executable`.
  var executable: Int
  /// `previous` or `f_back`.
  var previous: Int
  /// `prev_instr`, `instr_ptr` or `f_lasti`.
  var instruction: Int
  var instructionForm = InstructionForm.pointer
  /// nil before 3.11, where no frame is another's part or a shim.
  var owner: Int?
  /// Bits of `executable` that are not part of the pointer.
  var executableTag: UInt64 = 0
  /// From this `owner` on a frame is a shim of the interpreter's own and has no Python code.
  var firstShimOwner: UInt8 = .max
  /// The `owner` of a generator's or coroutine's frame.
  var generatorOwner: UInt8 = 1
  /// `stacktop`, which is -1 only while the frame runs; nil from 3.14 on, where a frame that has been popped loses its
  /// executable and needs no such sign.
  var stackTop: Int?
  /// `is_entry`, which is true of a frame that was called from C: 3.11 alone; from 3.12 on a shim stands outside of it.
  var entryMark: Int?
  /// What a frame object says while it runs; nil from 3.11 on.
  var running: RunningMark?
  /// Whether a caller may be at an inline cache of its call: 3.11 and 3.12, whose `prev_instr` is the unit that ran last.
  var isAtCaches = false

  /// Whether the frames tell which of them were called from C.
  var marksEntries: Bool { entryMark != nil || hasShims }

  /// Whether shims stand outside of all frames that were called from C.
  var hasShims: Bool { firstShimOwner < .max }

  /// Bytes from the start that hold every field above.
  var byteCount: Int {
    max(max(max(executable, previous), instruction), max(max(owner ?? 0, entryMark ?? 0), running?.offset ?? 0)) + 8
  }

  /// What the instruction field holds.
  enum InstructionForm: Hashable, Sendable {
    /// An address.
    case pointer
    /// An `int`, in bytes from the first instruction; -1 before it.
    case byteOffset
    /// An `int`, in code units from the first instruction; -1 before it.
    case unitIndex
  }

  /// A byte that tells a frame that runs from one that is suspended or has finished.
  ///
  /// A finished frame is kept for the next call of its code, and looks like a running one but for this.
  struct RunningMark: Hashable, Sendable {
    var offset: Int
    /// The values that mean that it runs: bit N stands for N.
    var values: UInt8

    func contains(_ value: UInt8) -> Bool { value < 8 && values >> value & 1 == 1 }
  }
}

/// `PyCodeObject`.
struct CodeLayout: Hashable, Sendable {
  /// `ob_size`: code units, of two bytes each; nil before 3.11.
  var unitCount: Int?
  /// `co_code`, the bytes object with the instructions; nil from 3.11 on, where they are part of the code object.
  var codeBytes: Int?
  var firstLine: Int
  var filename: Int
  /// `co_qualname`, or `co_name` before 3.11, where there is no other.
  var qualifiedName: Int
  /// `co_linetable` or `co_lnotab`.
  var lineTable: Int
  var lineTableForm = LineTable.Form.locations
  /// `_co_firsttraceable`, in code units: before it a frame has not begun. nil before 3.11.
  var firstTraceable: Int?
  /// `co_code_adaptive`, where the instructions begin; nil before 3.11.
  var instructions: Int?
  /// `co_version`, a number that no other code object of the process has had; nil before 3.12.
  var version: Int?
  /// `co_tlbc`: in a free-threaded build, from 3.14 on, threads run copies of the instructions of their own. nil elsewhere.
  var bytecodeCopies: Int?

  /// Bytes from the start that hold every field above.
  var byteCount: Int {
    let optional = max(max(unitCount ?? 0, codeBytes ?? 0), max(firstTraceable ?? 0, version ?? 0))
    return max(max(max(firstLine, filename), max(qualifiedName, lineTable)), optional) + 8
  }
}

/// `PyObject` and the built-in types that names and tables are made of.
struct ObjectLayout: Hashable, Sendable {
  var type: Int
  /// `tp_name` of `PyTypeObject`.
  var typeName: Int
  /// `length` and `state` of `PyASCIIObject`, and where the characters of both compact forms begin.
  var stringLength: Int
  var stringState: Int
  /// The bit of the state with which its kind begins.
  var stringKindBit = StringState.usualKindBit
  var asciiText: Int
  var compactText: Int
  /// `ob_size` and `ob_sval` of `PyBytesObject`.
  var bytesCount: Int
  var bytesText: Int
}

extension InterpreterLayout {
  /// The first byte that we read, and how many from there.
  var start: Int { min(min(next, threadsHead), min(codeObjectGeneration ?? next, bytecodeGeneration ?? next)) }
  var byteCount: Int {
    max(max(next, threadsHead), max(codeObjectGeneration ?? next, bytecodeGeneration ?? next)) + 8 - start
  }
}
