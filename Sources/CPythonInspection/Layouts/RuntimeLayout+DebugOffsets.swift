internal import LinuxProcess

extension RuntimeLayout {
  /// Reads the table that 3.13 and later publish at the head of `_PyRuntime`.
  ///
  /// - Parameter table: `form.size` bytes.
  /// - Throws: `.implausibleLayout` when a field would lie outside its structure.
  init(_ table: [UInt8], form: DebugOffsetsForm, process: ProcessID) throws(InspectionError) {
    func offset(_ name: String, at member: Int, below size: Int = 1 << 20) throws(InspectionError) -> Int {
      let value: UInt64
      do throws(FieldOutside) {
        value = try table.read(Field(member))
      } catch {
        throw .implausibleLayout(process, field: name, offset: UInt64(member))
      }
      guard value < UInt64(size) else { throw .implausibleLayout(process, field: name, offset: value) }
      return Int(value)
    }
    let interpreterSize = try offset("interpreter_state.size", at: form.interpreterSize)
    let threadSize = try offset("thread_state.size", at: form.threadSize)
    let codeSize = try offset("code_object.size", at: form.codeSize) + 1
    interpretersHead = try offset("runtime_state.interpreters_head", at: form.interpretersHead)
    interpreter = InterpreterLayout(
      next: try offset("interpreter_state.next", at: form.interpreterNext, below: interpreterSize),
      threadsHead: try offset("interpreter_state.threads_head", at: form.interpreterThreadsHead, below: interpreterSize)
    )
    if let member = form.codeObjectGeneration {
      interpreter.codeObjectGeneration = try offset(
        "interpreter_state.code_object_generation", at: member, below: interpreterSize)
    }
    let ownGIL = try offset("interpreter_state.gil_runtime_state", at: form.gil, below: interpreterSize)
    let holder = try offset("interpreter_state.gil_runtime_state_holder", at: form.gilHolder, below: interpreterSize)
    let locked = try offset("interpreter_state.gil_runtime_state_locked", at: form.gilLocked, below: interpreterSize)
    guard holder >= ownGIL, locked >= ownGIL, max(holder, locked) - ownGIL < 256 else {
      throw .implausibleLayout(process, field: "interpreter_state.gil_runtime_state", offset: UInt64(ownGIL))
    }
    gil = GILLayout(
      place: .interpreter(
        pointer: try offset("interpreter_state.ceval_gil", at: form.gilPointer, below: interpreterSize)),
      lastHolder: holder - ownGIL, locked: locked - ownGIL)
    let stackChunk = try offset("thread_state.datastack_chunk", at: form.threadStackChunk, below: threadSize)
    thread = ThreadLayout(
      next: try offset("thread_state.next", at: form.threadNext, below: threadSize),
      interpreter: try offset("thread_state.interp", at: form.threadInterpreter, below: threadSize),
      currentFrame: .direct(
        try offset("thread_state.current_frame", at: form.threadCurrentFrame, below: threadSize)),
      nativeThread: try offset("thread_state.native_thread_id", at: form.threadNative, below: threadSize),
      stackChunk: stackChunk,
      // Not published, and the member behind `datastack_chunk` in every version so far.
      stackTop: stackChunk + 8)
    if let member = form.threadBaseFrame {
      thread.baseFrame = try offset("thread_state.base_frame", at: member, below: threadSize)
    }
    frame = FrameLayout(
      executable: try offset("interpreter_frame.executable", at: form.frameExecutable, below: 256),
      previous: try offset("interpreter_frame.previous", at: form.framePrevious, below: 256),
      instruction: try offset("interpreter_frame.instr_ptr", at: form.frameInstruction, below: 256),
      owner: try offset("interpreter_frame.owner", at: form.frameOwner, below: 256),
      executableTag: form.executableTag, firstShimOwner: form.firstShimOwner, generatorOwner: 1)
    if let member = form.frameLocals {
      frame.stackTop = try offset("interpreter_frame.localsplus", at: member, below: 256) - 8
    }
    let instructions = try offset("code_object.co_code_adaptive", at: form.codeInstructions, below: codeSize)
    let firstLine = try offset("code_object.firstlineno", at: form.codeFirstLine, below: codeSize)
    code = CodeLayout(
      unitCount: 16, firstLine: firstLine,
      filename: try offset("code_object.filename", at: form.codeFilename, below: codeSize),
      qualifiedName: try offset("code_object.qualname", at: form.codeQualifiedName, below: codeSize),
      lineTable: try offset("code_object.linetable", at: form.codeLineTable, below: codeSize),
      // Not published: `_co_firsttraceable` and `co_extra` stand before the instructions in every version so far.
      firstTraceable: instructions - 16, instructions: instructions,
      // Not published either, and 24 bytes behind `co_firstlineno` from 3.12 to 3.15.
      version: firstLine + 24)
    let asciiText = try offset("unicode_object.asciiobject_size", at: form.asciiSize, below: 256)
    object = ObjectLayout(
      type: try offset("pyobject.ob_type", at: form.objectType, below: 64),
      typeName: try offset("type_object.tp_name", at: form.typeName, below: 256),
      stringLength: try offset("unicode_object.length", at: form.stringLength, below: 256),
      stringState: try offset("unicode_object.state", at: form.stringState, below: 256),
      asciiText: asciiText,
      // `PyCompactUnicodeObject` adds `utf8_length` and `utf8`.
      compactText: asciiText + 16,
      bytesCount: try offset("bytes_object.ob_size", at: form.bytesCount, below: 256),
      bytesText: try offset("bytes_object.ob_sval", at: form.bytesText, below: 256))
  }
}
