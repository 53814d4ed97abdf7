extension DetailLayout {
  /// Makes it that of the free-threaded build of the same version.
  ///
  /// `PyObject` has 32 bytes there instead of 16, and so each field of an object stands 16 bytes further on. Frames and
  /// states of threads are no objects, and `PyDictKeysObject` and `PyDictValues` neither. The dict that the interpreter
  /// manages for an instance stands 8 bytes before it, as there is no header for the garbage collection.
  /// Source: `Include/object.h` and `Include/internal/pycore_object.h` with `Py_GIL_DISABLED`, 3.13 to 3.15; measured from
  /// their headers.
  mutating func growHeaders() {
    for field in Self.fields { self[keyPath: field] += Self.growth }
    if case .joined(let names, let kinds) = locals.names {
      locals.names = .joined(names: names + Self.growth, kinds: kinds + Self.growth)
    }
    values.attributes = .inside(dictionary: -8)
  }

  private static let growth = 16

  private typealias Place = any WritableKeyPath<DetailLayout, Int> & Sendable

  /// Every offset in an object.
  private static let fields: [Place] =
    [
      \.values.count, \.values.tupleItems, \.values.listItems, \.values.floatValue, \.values.complexValue,
      \.values.int.head, \.values.int.digits, \.values.dict.used, \.values.dict.keys, \.values.dict.values,
      \.values.set.used, \.values.set.mask, \.values.set.table, \.values.moduleDictionary, \.values.functionCode,
      \.values.functionName, \.values.methodFunction, \.values.builtinDefinition, \.values.cellContents,
      \.values.exceptionArguments,
    ] + [
      \.values.type.basicSize, \.values.type.itemSize, \.values.type.flags, \.values.type.members, \.values.type.base,
      \.values.type.dictionary, \.values.type.dictOffset, \.values.type.order, \.values.type.cachedKeys,
      \.locals.argumentCount, \.locals.keywordOnlyCount, \.locals.flags,
    ]
}
