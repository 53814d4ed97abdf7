/// Where `_Py_DebugOffsets` of one minor version keeps each offset that it publishes, and what it leaves out.
///
/// The structure grows in the middle from version to version, so each has a form of its own. Members are 8 bytes.
/// Source: `Include/internal/pycore_debug_offsets.h`, tags v3.13.0, v3.14.0 and v3.15.0.
struct DebugOffsetsForm: Sendable {
  var minor: Int
  /// Bytes of the whole structure.
  var size: Int

  /// `runtime_state.interpreters_head`, the first member behind sizes and version words, in every form so far.
  static let interpretersHeadMember = 40

  // Members: byte offsets inside `_Py_DebugOffsets`.
  var interpretersHead = Self.interpretersHeadMember
  var interpreterSize = 48
  var interpreterNext = 64
  var interpreterThreadsHead = 72
  var codeObjectGeneration: Int?
  /// `interpreter_state.tlbc_generation`, and `code_object.co_tlbc`; of use in free-threaded builds alone.
  var bytecodeGeneration: Int?
  var bytecodeCopies: Int?
  /// `interpreter_state.ceval_gil`, and three offsets of the interpreter's own GIL in its state.
  var gilPointer: Int
  var gil: Int
  var gilLocked: Int
  var gilHolder: Int
  var threadSize: Int
  var threadNext: Int
  var threadInterpreter: Int
  var threadCurrentFrame: Int
  var threadBaseFrame: Int?
  var threadNative: Int
  var threadStackChunk: Int
  var framePrevious: Int
  var frameExecutable: Int
  var frameInstruction: Int
  var frameOwner: Int
  var codeSize: Int
  var codeFilename: Int
  var codeQualifiedName: Int
  var codeLineTable: Int
  var codeFirstLine: Int
  var codeInstructions: Int
  var objectType: Int
  var typeName: Int
  var bytesCount: Int
  var bytesText: Int
  var stringState: Int
  var stringLength: Int
  var asciiSize: Int

  // What is not published.
  /// `FRAME_OWNED_BY_CSTACK` in 3.13, `FRAME_OWNED_BY_INTERPRETER` from 3.14 on.
  var firstShimOwner: UInt8 = 3
  /// `localsplus`, where `stacktop` stands 8 bytes before it: 3.13 alone.
  var frameLocals: Int?
  /// `state.kind` of a `str` in the free-threaded build.
  var freeThreadedKindBit = StringState.lateKindBit
  /// From 3.14 on `f_executable` is a `_PyStackRef`, whose two low bits are its tag.
  var executableTag: UInt64

  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_13 = DebugOffsetsForm(
    minor: 13, size: 584, gilPointer: 112, gil: 120, gilLocked: 136, gilHolder: 144, threadSize: 152, threadNext: 168,
    threadInterpreter: 176, threadCurrentFrame: 184,
    threadNative: 200, threadStackChunk: 208, framePrevious: 232, frameExecutable: 240, frameInstruction: 248,
    frameOwner: 264, codeSize: 272, codeFilename: 280, codeQualifiedName: 296, codeLineTable: 304, codeFirstLine: 312,
    codeInstructions: 344, objectType: 360, typeName: 376, bytesCount: 520, bytesText: 528, stringState: 544,
    stringLength: 552, asciiSize: 560, frameLocals: 256,
    freeThreadedKindBit: StringState.usualKindBit, executableTag: 0)

  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_14 = DebugOffsetsForm(
    minor: 14, size: 760, codeObjectGeneration: 160, bytecodeGeneration: 168, bytecodeCopies: 392, gilPointer: 120,
    gil: 128, gilLocked: 144, gilHolder: 152,
    threadSize: 176, threadNext: 192, threadInterpreter: 200,
    threadCurrentFrame: 208, threadNative: 224, threadStackChunk: 232, framePrevious: 256, frameExecutable: 264,
    frameInstruction: 272, frameOwner: 288, codeSize: 312, codeFilename: 320, codeQualifiedName: 336,
    codeLineTable: 344, codeFirstLine: 352, codeInstructions: 384, objectType: 408, typeName: 424, bytesCount: 600,
    bytesText: 608, stringState: 624, stringLength: 632, asciiSize: 640, executableTag: 3)

  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_15 = DebugOffsetsForm(
    minor: 15, size: 888, codeObjectGeneration: 160, bytecodeGeneration: 168, bytecodeCopies: 456, gilPointer: 120,
    gil: 128, gilLocked: 144, gilHolder: 152,
    threadSize: 176, threadNext: 192, threadInterpreter: 200,
    threadCurrentFrame: 208, threadBaseFrame: 216, threadNative: 248, threadStackChunk: 256, framePrevious: 320,
    frameExecutable: 328, frameInstruction: 336, frameOwner: 352, codeSize: 376, codeFilename: 384,
    codeQualifiedName: 400, codeLineTable: 408, codeFirstLine: 416, codeInstructions: 448, objectType: 472,
    typeName: 488, bytesCount: 696, bytesText: 704, stringState: 720, stringLength: 728, asciiSize: 736,
    executableTag: 3)

  /// By rising minor version.
  static let all = [python3_13, python3_14, python3_15]
}
