extension RuntimeLayout {
  /// CPython 3.10, which publishes no offsets, on 64-bit Linux.
  ///
  /// Source: `Include/internal/pycore_runtime.h`, `pycore_interp.h` and `Include/cpython/pystate.h`, `frameobject.h`,
  /// `code.h`, tag v3.10.13; measured from its headers. No field here moved between the micro versions, and none is
  /// elsewhere on aarch64.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  static let python3_10 = RuntimeLayout(
    interpretersHead: 32,
    interpreter: InterpreterLayout(next: 0, threadsHead: 8),
    gil: GILLayout(place: .runtime(352), lastHolder: 8, locked: 16),
    thread: ThreadLayout(next: 8, interpreter: 16, currentFrame: .direct(24), pthread: 176),
    frame: FrameLayout(
      executable: 32, previous: 24, instruction: 96, instructionForm: .unitIndex,
      // `f_state`: `FRAME_EXECUTING`, or `FRAME_UNWINDING`, in which what is dropped from its stack may run code.
      running: FrameLayout.RunningMark(offset: 108, values: 0b101)),
    code: CodeLayout(
      codeBytes: 48, firstLine: 40, filename: 104, qualifiedName: 112, lineTable: 120, lineTableForm: .ranges),
    object: ObjectLayout(
      type: 8, typeName: 24, stringLength: 16, stringState: 32, asciiText: 48, compactText: 72, bytesCount: 16,
      bytesText: 32))
}
