import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

struct DetailLayoutTests {
  @Test(arguments: 8...15, ["", " aarch64"])
  func hasTheOffsetsOfTheHeaders(_ minor: Int, _ architecture: String) throws {
    try compare(DetailLayout(minor: minor), with: "3.\(minor)\(architecture)", except: [])
  }

  @Test(.tags(.realPython), .startsProcesses, arguments: PythonInstallation.required)
  func hasTheOffsetsOfTheHeadersInALiveProcess(_ python: PythonInstallation) throws {
    let program = try python.converse("stacks.py", ["nested"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    // These move between the micro versions of 3.14.
    try compare(
      runtime.details, with: python.version,
      except: python.version == "3.14" ? ["PyInterpreterState.imports.modules"] : [])
  }

  @Test(arguments: 13...15)
  func growsEveryObjectForAFreeThreadedBuild(_ minor: Int) throws {
    var layout = DetailLayout(minor: minor)
    layout.growHeaders()
    try compare(layout, with: "3.\(minor) free-threaded", except: Self.published(by: layout))
  }

  @Test(.tags(.realPython), .startsProcesses, arguments: PythonInstallation.freeThreaded)
  func hasTheOffsetsOfTheHeadersInALiveFreeThreadedProcess(_ python: PythonInstallation) throws {
    let program = try python.converse("stacks.py", ["nested"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    try compare(
      runtime.details, with: "\(python.version.dropLast()) free-threaded", except: Self.published(by: runtime.details))
  }

  /// Fields of the interpreter's state, which move between micro versions and are published.
  private static func published(by layout: DetailLayout) -> Set<String> {
    Set(layout.fields.keys.filter { $0.hasPrefix("PyInterpreterState.") })
  }

  @Test(arguments: Array(DetailOffsetsForm.all.keys))
  func takesOverEveryOffsetThatIsPublished(_ minor: Int) throws {
    let form = try #require(DetailOffsetsForm.all[minor])
    var table = [UInt8](repeating: 0, count: 1024)
    for (index, member) in form.members.enumerated() { table[member.place] = UInt8(index + 1) }
    var layout = DetailLayout(minor: minor)
    layout.apply(table, form: form)
    if let member = form.gilRequested {
      table[member] = 77
      table[try #require(form.holdsGIL)] = 78
      table[form.collector] = 3
      table[try #require(form.collectingFrame)] = 4
      layout.apply(table, form: form)
      #expect(layout.threads.gilRequested == 77)
      #expect(layout.threads.holdsGIL == 78)
      #expect(layout.threads.collectingFrame == 7)
    }
    for (index, member) in form.members.enumerated() { #expect(layout[keyPath: member.field] == index + 1) }
  }

  private func compare(_ layout: DetailLayout, with version: String, except: Set<String>) throws {
    let json = try Data(contentsOf: .vectors("detail_layouts.json"))
    let expected = try #require(JSONDecoder().decode([String: [String: Int]].self, from: json)[version])
    let found = layout.fields
    for (field, offset) in found where !except.contains(field) { #expect(offset == expected[field], "\(field)") }
    #expect(Set(found.keys).subtracting(except) == Set(expected.keys).subtracting(except))
  }
}

extension DetailLayout {
  /// Every offset by the name of its field in CPython.
  fileprivate var fields: [String: Int] {
    var fields = [
      "PyVarObject.ob_size": values.count, "PyTupleObject.ob_item": values.tupleItems,
      "PyListObject.ob_item": values.listItems, "PyFloatObject.ob_fval": values.floatValue,
      "PyComplexObject.cval": values.complexValue, "PyDictObject.ma_used": values.dict.used,
      "PyDictObject.ma_keys": values.dict.keys, "PyDictObject.ma_values": values.dict.values,
      "PySetObject.used": values.set.used, "PySetObject.mask": values.set.mask, "PySetObject.table": values.set.table,
      "PyTypeObject.tp_basicsize": values.type.basicSize, "PyTypeObject.tp_itemsize": values.type.itemSize,
      "PyTypeObject.tp_flags": values.type.flags, "PyTypeObject.tp_members": values.type.members,
      "PyTypeObject.tp_base": values.type.base, "PyTypeObject.tp_dict": values.type.dictionary,
      "PyTypeObject.tp_dictoffset": values.type.dictOffset, "PyTypeObject.tp_mro": values.type.order,
      "PyHeapTypeObject.ht_cached_keys": values.type.cachedKeys, "PyModuleObject.md_dict": values.moduleDictionary,
      "PyFunctionObject.func_code": values.functionCode, "PyFunctionObject.func_qualname": values.functionName,
      "PyMethodObject.im_func": values.methodFunction, "PyCFunctionObject.m_ml": values.builtinDefinition,
      "PyCellObject.ob_ref": values.cellContents, "PyBaseExceptionObject.args": values.exceptionArguments,
      "PyThreadState.exc_state": threads.exceptionState, "PyThreadState.thread_id": threads.identifier,
      "PyThreadState.exc_info": threads.handling,
      "_PyErr_StackItem.exc_value": threads.handled, "_PyErr_StackItem.previous_item": threads.previous,
      "PyCodeObject.co_argcount": locals.argumentCount, "PyCodeObject.co_kwonlyargcount": locals.keywordOnlyCount,
      "PyCodeObject.co_flags": locals.flags,
    ]
    if values.int.hasTag {
      fields["PyLongObject.long_value.lv_tag"] = values.int.head
      fields["PyLongObject.long_value.ob_digit"] = values.int.digits
    } else {
      fields["PyLongObject.ob_digit"] = values.int.digits
    }
    if let type = threads.raisingType {
      fields["PyThreadState.curexc_type"] = type
      fields["PyThreadState.curexc_value"] = threads.raising
    } else {
      fields["PyThreadState.current_exception"] = threads.raising
    }
    fields["PyInterpreterState.gc.frame"] = threads.collectingFrame
    fields["PyThreadState.gil_requested"] = threads.gilRequested
    fields["PyThreadState.holds_gil"] = threads.holdsGIL
    switch threads.collecting {
    case .runtime(let offset): fields["_PyRuntimeState.gc.collecting"] = offset
    case .interpreter(let offset): fields["PyInterpreterState.gc.collecting"] = offset
    }
    // Since 3.12 what belongs to imports is a structure of its own.
    fields[values.int.hasTag ? "PyInterpreterState.imports.modules" : "PyInterpreterState.modules"] = threads.modules
    switch values.dict.form {
    case .sized(let size, let entryCount, let indices):
      fields["PyDictKeysObject.dk_size"] = size
      fields["PyDictKeysObject.dk_nentries"] = entryCount
      fields["PyDictKeysObject.dk_indices"] = indices
    case .logarithmic(let indexBytes, let kind, let entryCount, let indices):
      fields["PyDictKeysObject.dk_log2_index_bytes"] = indexBytes
      fields["PyDictKeysObject.dk_kind"] = kind
      fields["PyDictKeysObject.dk_nentries"] = entryCount
      fields["PyDictKeysObject.dk_indices"] = indices
      fields["PyDictValues.values"] = values.dict.valuesStart
    }
    switch locals.names {
    case .separate(let names, let cells, let free):
      fields["PyCodeObject.co_varnames"] = names
      fields["PyCodeObject.co_cellvars"] = cells
      fields["PyCodeObject.co_freevars"] = free
      fields["PyFrameObject.f_localsplus"] = locals.values
      fields["PyFrameObject.f_locals"] = locals.dictionary
    case .joined(let names, let kinds):
      fields["PyCodeObject.co_localsplusnames"] = names
      fields["PyCodeObject.co_localspluskinds"] = kinds
      fields["_PyInterpreterFrame.localsplus"] = locals.values
      fields["_PyInterpreterFrame.f_locals"] = locals.dictionary
    }
    return fields
  }
}
