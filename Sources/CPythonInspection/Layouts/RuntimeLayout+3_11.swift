extension RuntimeLayout {
  /// CPython 3.11, which publishes no offsets, on 64-bit Linux.
  ///
  /// Source: `Include/internal/pycore_runtime.h`, `pycore_interp.h`, `pycore_frame.h` and `Include/cpython/pystate.h`,
  /// `code.h`, tag v3.11.7; measured from its headers. No field here moved between the micro versions.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_11 = RuntimeLayout(
    interpretersHead: 40,
    interpreter: InterpreterLayout(next: 0, threadsHead: 16),
    gil: GILLayout(place: .runtime(360), lastHolder: 8, locked: 16),
    thread: ThreadLayout(
      next: 8, interpreter: 16, currentFrame: .throughCFrame(56, inCFrame: 8), nativeThread: 160, stackChunk: 296,
      stackTop: 304),
    frame: FrameLayout(
      executable: 32, previous: 48, instruction: 56, owner: 69, executableTag: 0,
      // A call from C does not break the chain: there are no shims.
      firstShimOwner: .max, generatorOwner: 1, stackTop: 64, entryMark: 68, isAtCaches: true),
    code: CodeLayout(
      unitCount: 16, firstLine: 72, filename: 112, qualifiedName: 128, lineTable: 136, firstTraceable: 168,
      instructions: 184),
    object: ObjectLayout(
      type: 8, typeName: 24, stringLength: 16, stringState: 32, asciiText: 48, compactText: 72, bytesCount: 16,
      bytesText: 32))
}
