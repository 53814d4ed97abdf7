internal import LinuxProcess

/// Finds the qualified names of methods before 3.11, where code objects do not have them.
///
/// A method's first argument leads to its class: the class among the type's bases whose dict holds a function with that
/// very code object. What it finds is proven by that; where it finds nothing, the bare name has to do.
struct MethodNameReader {
  private let runtime: PythonRuntime
  /// For one question: types come and go.
  private var reader: ObjectReader
  private let locals: LocalsLayout
  private let frame: FrameLayout
  /// The functions of a class by their code objects.
  private var functions: [ClassDict: [UInt64: UInt64]] = [:]

  /// The dict of a class, and what tells that it has changed.
  private struct ClassDict: Hashable {
    var address: UInt64
    var keys: UInt64
    var used: UInt64
  }

  private static let baseLimit = 64
  /// Entries of one class's dict.
  private static let entryLimit = 4096
  private static let classLimit = 4096

  init?(_ runtime: PythonRuntime) {
    guard case .separate = runtime.details.locals.names else { return nil }
    self.runtime = runtime
    reader = ObjectReader(runtime)
    locals = runtime.details.locals
    frame = runtime.layout.frame
  }

  /// The `__qualname__` of the function that a frame runs; nil where it is no method, or cannot be told.
  ///
  /// - Parameter bareName: `co_name`. `functools.wraps` gives a wrapper another name, that of the one of many functions
  ///   that it wraps there: that is not the code object's.
  mutating func qualifiedName(of code: UInt64, called bareName: String, in frame: UInt64) -> String? {
    reader = ObjectReader(runtime)
    guard let running: UInt64 = reader.word(frame, self.frame.executable), running == code,
      let argument = firstArgument(of: code, in: frame), let type = reader.type(of: argument)
    else { return nil }
    // The first argument of a class method is the class itself.
    let isClass = type.kind == .type
    guard let start = isClass ? reader.type(at: argument) : type,
      let order = reader.tuple(at: start.order, limit: Self.baseLimit)?.elements
    else { return nil }
    for base in order {
      guard let found = functionsByCode(ofClass: base)[code] else { continue }
      // The class may have changed since.
      guard let still: UInt64 = reader.word(found, reader.layout.functionCode), still == code,
        let address: UInt64 = reader.word(found, reader.layout.functionName), let name = reader.name(at: address),
        name == bareName || name.hasSuffix("." + bareName)
      else { return nil }
      return name
    }
    return nil
  }

  private func firstArgument(of code: UInt64, in frame: UInt64) -> UInt64? {
    guard case .separate(let namesField, let cellsField, _) = locals.names,
      let count: Int32 = reader.word(code, locals.argumentCount), count > 0,
      let value: UInt64 = reader.word(frame, locals.values)
    else { return nil }
    if value != 0 { return value }
    // One that functions inside use is in a cell, behind the locals.
    guard let names: UInt64 = reader.word(code, namesField), let cells: UInt64 = reader.word(code, cellsField),
      let locals = reader.tuple(at: names, limit: 1),
      let first = locals.elements.first.flatMap({ reader.name(at: $0) }),
      let cellNames = reader.tuple(at: cells, limit: 256)?.elements,
      let place = cellNames.firstIndex(where: { reader.name(at: $0) == first }),
      let cell: UInt64 = reader.word(frame, self.locals.values + 8 * (locals.count + place)), cell != 0,
      let contents: UInt64 = reader.word(cell, reader.layout.cellContents), contents != 0
    else { return nil }
    return contents
  }

  private mutating func functionsByCode(ofClass address: UInt64) -> [UInt64: UInt64] {
    // A built-in class has no functions with code.
    guard let type = reader.type(at: address), type.isHeapType,
      let keys: UInt64 = reader.word(type.dictionary, reader.layout.dict.keys),
      let used: UInt64 = reader.word(type.dictionary, reader.layout.dict.used)
    else { return [:] }
    let dict = ClassDict(address: type.dictionary, keys: keys, used: used)
    if let known = functions[dict] { return known }
    var found: [UInt64: UInt64] = [:]
    for entry in reader.dict(at: type.dictionary, limit: Self.entryLimit)?.elements ?? [] {
      for function in candidates(entry.value) {
        if let code: UInt64 = reader.word(function, reader.layout.functionCode) { found[code] = function }
      }
    }
    if functions.count >= Self.classLimit { functions.removeAll() }
    functions[dict] = found
    return found
  }

  /// The functions that an entry of a class's dict stands for.
  private mutating func candidates(_ value: UInt64) -> [UInt64] {
    guard let type = reader.type(of: value) else { return [] }
    if type.kind == .function { return [value] }
    // `cm_callable` and `sm_callable`, or `prop_get`, `prop_set` and `prop_del`, follow the object's head.
    // Source: `Objects/funcobject.c` and `descrobject.c`, tags v3.8.0 to v3.10.0.
    let count: Int
    switch type.name {
    case "classmethod", "staticmethod": count = 1
    case "property": count = 3
    default: return []
    }
    guard let wrapped = reader.words(value, 16, count: count) else { return [] }
    return wrapped.filter { $0 != 0 && reader.type(of: $0)?.kind == .function }
  }
}
