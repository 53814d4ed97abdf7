extension RuntimeLayout {
  /// Takes what 3.13 and later publish.
  ///
  /// - Throws: `.implausibleLayout` when a field would lie outside its structure.
  init(_ table: DebugOffsetsTable) throws(InspectionError) {
    interpretersHead = try table.offset("runtime_state.interpreters_head", at: table.form.interpretersHead)
    interpreter = try InterpreterLayout(table)
    gil = try GILLayout(table)
    thread = try ThreadLayout(table)
    frame = try FrameLayout(table)
    object = try ObjectLayout(table)
    code = try CodeLayout(table, unitCount: object.type + 8)
  }
}

extension InterpreterLayout {
  fileprivate init(_ table: DebugOffsetsTable) throws(InspectionError) {
    let form = table.form
    let size = try table.offset("interpreter_state.size", at: form.interpreterSize)
    next = try table.offset("interpreter_state.next", at: form.interpreterNext, below: size)
    threadsHead = try table.offset("interpreter_state.threads_head", at: form.interpreterThreadsHead, below: size)
    codeObjectGeneration = try table.formOffset(
      "interpreter_state.code_object_generation", at: form.codeObjectGeneration, below: size)
    if table.isFreeThreaded {
      bytecodeGeneration = try table.formOffset(
        "interpreter_state.tlbc_generation", at: form.bytecodeGeneration, below: size)
    }
  }
}

extension GILLayout {
  fileprivate init(_ table: DebugOffsetsTable) throws(InspectionError) {
    let form = table.form
    let size = try table.offset("interpreter_state.size", at: form.interpreterSize)
    let own = try table.offset("interpreter_state.gil_runtime_state", at: form.gil, below: size)
    let holder = try table.offset("interpreter_state.gil_runtime_state_holder", at: form.gilHolder, below: size)
    let flag = try table.offset("interpreter_state.gil_runtime_state_locked", at: form.gilLocked, below: size)
    guard holder >= own, flag >= own, max(holder, flag) - own < 256 else {
      throw table.implausible("interpreter_state.gil_runtime_state", own)
    }
    place = .interpreter(
      pointer: try table.offset("interpreter_state.ceval_gil", at: form.gilPointer, below: size))
    lastHolder = holder - own
    locked = flag - own
  }
}

extension ThreadLayout {
  fileprivate init(_ table: DebugOffsetsTable) throws(InspectionError) {
    let form = table.form
    let size = try table.offset("thread_state.size", at: form.threadSize)
    next = try table.offset("thread_state.next", at: form.threadNext, below: size)
    interpreter = try table.offset("thread_state.interp", at: form.threadInterpreter, below: size)
    currentFrame = .direct(try table.offset("thread_state.current_frame", at: form.threadCurrentFrame, below: size))
    nativeThread = try table.offset("thread_state.native_thread_id", at: form.threadNative, below: size)
    let chunk = try table.offset("thread_state.datastack_chunk", at: form.threadStackChunk, below: size)
    stackChunk = chunk
    // Not published, and the member behind `datastack_chunk` in every version so far.
    stackTop = chunk + 8
    baseFrame = try table.formOffset("thread_state.base_frame", at: form.threadBaseFrame, below: size)
  }
}

extension FrameLayout {
  fileprivate init(_ table: DebugOffsetsTable) throws(InspectionError) {
    let form = table.form
    self.init(
      executable: try table.offset("interpreter_frame.executable", at: form.frameExecutable, below: Self.sizeLimit),
      previous: try table.offset("interpreter_frame.previous", at: form.framePrevious, below: Self.sizeLimit),
      instruction: try table.offset("interpreter_frame.instr_ptr", at: form.frameInstruction, below: Self.sizeLimit),
      owner: try table.offset("interpreter_frame.owner", at: form.frameOwner, below: Self.sizeLimit),
      executableTag: form.executableTag, firstShimOwner: form.firstShimOwner, generatorOwner: 1)
    if let member = form.frameLocals {
      stackTop = try table.offset("interpreter_frame.localsplus", at: member, below: Self.sizeLimit) - 8
    }
  }

  private static let sizeLimit = 256
}

extension CodeLayout {
  /// - Parameter unitCount: `ob_size`.
  fileprivate init(_ table: DebugOffsetsTable, unitCount: Int) throws(InspectionError) {
    let form = table.form
    // The first instruction may stand behind the last field.
    let size = try table.offset("code_object.size", at: form.codeSize) + 1
    let first = try table.offset("code_object.co_code_adaptive", at: form.codeInstructions, below: size)
    self.unitCount = unitCount
    firstLine = try table.offset("code_object.firstlineno", at: form.codeFirstLine, below: size)
    filename = try table.offset("code_object.filename", at: form.codeFilename, below: size)
    qualifiedName = try table.offset("code_object.qualname", at: form.codeQualifiedName, below: size)
    lineTable = try table.offset("code_object.linetable", at: form.codeLineTable, below: size)
    instructions = first
    // Not published, and 24 bytes behind `co_firstlineno` from 3.12 to 3.15.
    version = firstLine + 24
    if table.isFreeThreaded {
      bytecodeCopies = try table.formOffset("code_object.co_tlbc", at: form.bytecodeCopies, below: size)
    }
    // Not published: `_co_firsttraceable` and `co_extra` stand before the copies, or the instructions, in every version so
    // far.
    let traceable = (bytecodeCopies ?? first) - 16
    guard traceable >= 0 else {
      throw bytecodeCopies.map { table.implausible("code_object.co_tlbc", $0) }
        ?? table.implausible("code_object.co_code_adaptive", first)
    }
    firstTraceable = traceable
  }
}

extension ObjectLayout {
  fileprivate init(_ table: DebugOffsetsTable) throws(InspectionError) {
    let form = table.form
    type = try table.offset("pyobject.ob_type", at: form.objectType, below: 64)
    typeName = try table.offset("type_object.tp_name", at: form.typeName, below: Self.sizeLimit)
    stringLength = try table.offset("unicode_object.length", at: form.stringLength, below: Self.sizeLimit)
    stringState = try table.offset("unicode_object.state", at: form.stringState, below: Self.sizeLimit)
    asciiText = try table.offset("unicode_object.asciiobject_size", at: form.asciiSize, below: Self.sizeLimit)
    // `PyCompactUnicodeObject` adds `utf8_length` and `utf8`.
    compactText = asciiText + 16
    bytesCount = try table.offset("bytes_object.ob_size", at: form.bytesCount, below: Self.sizeLimit)
    bytesText = try table.offset("bytes_object.ob_sval", at: form.bytesText, below: Self.sizeLimit)
    if table.isFreeThreaded { stringKindBit = form.freeThreadedKindBit }
  }

  private static let sizeLimit = 256
}
