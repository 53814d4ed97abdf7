extension RuntimeLayout {
  /// CPython 3.12, which publishes no offsets, on 64-bit Linux.
  ///
  /// Source: `Include/internal/pycore_runtime.h`, `pycore_interp.h`, `pycore_frame.h` and `Include/cpython/pystate.h`,
  /// `code.h`, tag v3.12.1; measured from its headers. No field here moved between the micro versions.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_12 = RuntimeLayout(
    interpretersHead: 40,
    interpreter: InterpreterLayout(next: 0, threadsHead: 72),
    gil: GILLayout(place: .interpreter(pointer: 384), lastHolder: 8, locked: 16),
    thread: ThreadLayout(
      next: 8, interpreter: 16, currentFrame: .throughCFrame(56, inCFrame: 0), nativeThread: 144, stackChunk: 232,
      stackTop: 240),
    frame: FrameLayout(
      executable: 0, previous: 8, instruction: 56, owner: 70, executableTag: 0, firstShimOwner: 3, generatorOwner: 1,
      stackTop: 64, isAtCaches: true),
    code: CodeLayout(
      unitCount: 16, firstLine: 68, filename: 112, qualifiedName: 128, lineTable: 136, firstTraceable: 176,
      instructions: 192, version: 92),
    object: ObjectLayout(
      type: 8, typeName: 24, stringLength: 16, stringState: 32, asciiText: 40, compactText: 56, bytesCount: 16,
      bytesText: 32))
}
