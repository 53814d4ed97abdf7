import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

struct RuntimeLayoutTests {
  @Test(arguments: [8, 9, 10, 11, 12], ["", " aarch64"])
  func hasTheOffsetsOfTheHeadersWhereNoneArePublished(_ minor: Int, _ architecture: String) throws {
    let layout = try #require(RuntimeLayout.unpublished[minor])
    try compare(layout, with: "3.\(minor)\(architecture)")
  }

  @Test(.tags(.realPython), .startsProcesses, arguments: PythonInstallation.sampled)
  func hasTheOffsetsOfTheHeadersInALiveProcess(_ python: PythonInstallation) throws {
    let program = try python.converse("stacks.py", ["nested"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    #expect(!runtime.isGuess)
    #expect("\(runtime.version.major).\(runtime.version.minor)" == python.version)
    try compare(runtime.layout, with: python.version)
  }

  @Test(.tags(.realPython), .startsProcesses, arguments: PythonInstallation.freeThreaded)
  func hasTheOffsetsOfTheHeadersInALiveFreeThreadedProcess(_ python: PythonInstallation) throws {
    let program = try python.converse("stacks.py", ["nested"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    #expect(runtime.isFreeThreaded)
    try compare(runtime.layout, with: "\(python.version.dropLast()) free-threaded")
    #expect(throws: InspectionError.freeThreaded(runtime.process, runtime.version)) {
      try PythonRuntime(of: runtime.process, needsGIL: true)
    }
  }

  @Test(.tags(.realPython), .startsProcesses, arguments: DebugOffsetsForm.all.map(\.minor))
  func refusesOffsetsOutsideTheirStructures(_ minor: Int) throws {
    let (table, form) = try publishedTable(minor)
    _ = try RuntimeLayout(DebugOffsetsTable(table, form: form, of: Self.process))
    for member in form.members {
      for wrong in [UInt64.max, 1 << 63, 1 << 40, 1 << 20] {
        var broken = table
        broken.write(wrong, at: member)
        #expect("member \(member), \(wrong)") {
          try RuntimeLayout(DebugOffsetsTable(broken, form: form, of: Self.process))
        } throws: { error in
          guard case .implausibleLayout(Self.process, _, wrong) = error as? InspectionError else { return false }
          return true
        }
      }
    }
  }

  @Test(arguments: DebugOffsetsForm.all.map(\.minor), Seeds.fresh(100))
  func makesALayoutOrAnErrorOfAnyTable(_ minor: Int, _ seed: UInt64) throws {
    let form = try #require(DebugOffsetsForm.all.first { $0.minor == minor })
    var random = SeededGenerator(seed: seed)
    var table = [UInt8](repeating: 0, count: Int.random(in: 0...10, using: &random) == 0 ? form.size / 2 : form.size)
    for start in stride(from: 0, to: table.count - 7, by: 8) {
      // Of every size, so that some pass the first checks.
      table.write(random.next() >> UInt64.random(in: 0..<64, using: &random), at: start)
    }
    guard let layout = try? RuntimeLayout(DebugOffsetsTable(table, form: form, of: Self.process)) else { return }
    #expect(layout.thread.byteCount <= 1 << 21, "seed \(seed)")
    #expect(try #require(layout.code.instructions) <= 1 << 21, "seed \(seed)")
    #expect(try #require(layout.code.firstTraceable) >= 0, "seed \(seed)")
  }

  private static let process = ProcessID(1)

  /// The table of a live process.
  private func publishedTable(_ minor: Int) throws -> ([UInt8], DebugOffsetsForm) {
    let python = try #require(PythonInstallation.required.first { $0.version == "3.\(minor)" })
    let form = try #require(DebugOffsetsForm.all.first { $0.minor == minor })
    let program = try python.converse("stacks.py", ["nested"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    return (try ProcessMemory(of: runtime.process).read(runtime.address, count: form.size), form)
  }

  private func compare(_ layout: RuntimeLayout, with version: String) throws {
    let json = try Data(contentsOf: .vectors("layouts.json"))
    let expected = try #require(JSONDecoder().decode([String: [String: Int]].self, from: json)[version])
    // What is in the state of the interpreter moves between micro versions.
    for (field, offset) in layout.fields where expected[field] != nil || !field.hasPrefix("PyInterpreterState.") {
      #expect(offset == expected[field], "\(field)")
    }
    #expect(layout.fields.count >= 22)
  }
}

extension RuntimeLayout {
  /// Every offset by the name of its field in CPython.
  fileprivate var fields: [String: Int] {
    var fields = [
      "_PyRuntimeState.interpreters.head": interpretersHead, "PyInterpreterState.next": interpreter.next,
      "PyThreadState.next": thread.next,
      "PyThreadState.interp": thread.interpreter, "PyCodeObject.co_firstlineno": code.firstLine,
      "PyCodeObject.co_filename": code.filename, "PyObject.ob_type": object.type,
      "PyTypeObject.tp_name": object.typeName, "PyASCIIObject.length": object.stringLength,
      "PyASCIIObject.state": object.stringState, "PyASCIIObject": object.asciiText,
      "PyCompactUnicodeObject": object.compactText, "PyBytesObject.ob_base.ob_size": object.bytesCount,
      "PyBytesObject.ob_sval": object.bytesText,
      "_gil_runtime_state.cond": gil.waits.lowerBound,
    ]
    if case .runtime(let offset) = gil.place {
      fields["_PyRuntimeState.ceval.gil"] = offset
      fields["_gil_runtime_state.last_holder"] = gil.lastHolder
      fields["_gil_runtime_state.locked"] = gil.locked
    }
    if let running = frame.running {
      for (name, offset) in fieldsOfFrameObjects(running) { fields[name] = offset }
      return fields
    }
    fields["PyInterpreterState.threads.head"] = interpreter.threadsHead
    fields["PyThreadState.native_thread_id"] = thread.nativeThread
    fields["PyThreadState.datastack_chunk"] = thread.stackChunk
    fields["PyThreadState.datastack_top"] = thread.stackTop
    fields["_PyInterpreterFrame.previous"] = frame.previous
    fields["_PyInterpreterFrame.owner"] = frame.owner
    fields["PyCodeObject.ob_base.ob_size"] = code.unitCount
    fields["PyCodeObject.co_qualname"] = code.qualifiedName
    fields["PyCodeObject.co_linetable"] = code.lineTable
    fields["PyCodeObject._co_firsttraceable"] = code.firstTraceable
    fields["PyCodeObject.co_code_adaptive"] = code.instructions
    fields["PyInterpreterState._code_object_generation"] = interpreter.codeObjectGeneration
    fields["PyCodeObject.co_tlbc"] = code.bytecodeCopies
    fields["PyCodeObject.co_version"] = code.version
    fields["PyThreadState.base_frame"] = thread.baseFrame
    fields["_PyInterpreterFrame.stacktop"] = frame.stackTop
    fields["_PyInterpreterFrame.is_entry"] = frame.entryMark
    switch thread.currentFrame {
    case .direct(let offset):
      fields["PyThreadState.current_frame"] = offset
      fields["_PyInterpreterFrame.f_executable"] = frame.executable
      fields["_PyInterpreterFrame.instr_ptr"] = frame.instruction
    case .throughCFrame(let offset, let inCFrame):
      fields["PyThreadState.cframe"] = offset
      fields["_PyCFrame.current_frame"] = inCFrame
      fields["_PyInterpreterFrame.f_code"] = frame.executable
      fields["_PyInterpreterFrame.prev_instr"] = frame.instruction
    }
    return fields
  }

  /// What stands elsewhere, or under another name, before 3.11.
  private func fieldsOfFrameObjects(_ running: FrameLayout.RunningMark) -> [String: Int] {
    let hasStates = code.lineTableForm == .ranges
    var fields = [
      "PyInterpreterState.tstate_head": interpreter.threadsHead, "PyFrameObject.f_back": frame.previous,
      "PyFrameObject.f_code": frame.executable, "PyFrameObject.f_lasti": frame.instruction,
      "PyCodeObject.co_name": code.qualifiedName,
    ]
    fields["PyFrameObject.\(hasStates ? "f_state" : "f_executing")"] = running.offset
    fields["PyCodeObject.\(hasStates ? "co_linetable" : "co_lnotab")"] = code.lineTable
    fields["PyThreadState.thread_id"] = thread.pthread
    fields["PyCodeObject.co_code"] = code.codeBytes
    if case .direct(let offset) = thread.currentFrame { fields["PyThreadState.frame"] = offset }
    return fields
  }
}

extension DebugOffsetsForm {
  /// The members that are read.
  fileprivate var members: [Int] {
    [
      interpretersHead, interpreterSize, interpreterNext, interpreterThreadsHead, threadSize, threadNext,
      threadInterpreter, threadCurrentFrame, threadNative, threadStackChunk, framePrevious, frameExecutable,
      frameInstruction, frameOwner, codeSize, codeFilename, codeQualifiedName, codeLineTable, codeFirstLine,
      codeInstructions, objectType, typeName, bytesCount, bytesText, stringState, stringLength, asciiSize,
    ] + [codeObjectGeneration, threadBaseFrame].compactMap { $0 }
  }
}

extension [UInt8] {
  fileprivate mutating func write(_ value: UInt64, at offset: Int) {
    for index in 0..<8 { self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }
}
