internal import LinuxProcess

/// Reads Python objects out of a process, which may change them meanwhile.
///
/// Nothing that is read is trusted: counts are limited, chains are limited, and what cannot be read is nil. What it
/// learns of types it keeps, so one reader serves for one look at a process and not for its life.
package struct ObjectReader {
  let memory: ProcessMemory
  let objects: ObjectLayout
  let layout: ValueLayout
  /// `co_qualname` of `PyCodeObject`; `co_name` before 3.11.
  private let codeName: Int
  private var types: [UInt64: ObjectType] = [:]

  /// The chain of a type's bases that is followed to find a built-in one.
  private static let baseLimit = 64
  /// The longest name of a type that is read, in bytes.
  private static let nameLimit = 1024
  private static let pageSize: UInt64 = 4096

  package init(_ runtime: PythonRuntime) {
    self.init(
      ProcessMemory(of: runtime.process), runtime.layout.object, runtime.details.values,
      codeName: runtime.layout.code.qualifiedName)
  }

  init(_ memory: ProcessMemory, _ objects: ObjectLayout, _ layout: ValueLayout, codeName: Int) {
    self.memory = memory
    self.objects = objects
    self.layout = layout
    self.codeName = codeName
  }

  // MARK: Memory

  /// One integer; nil where there is no memory.
  func word<Value: FixedWidthInteger & BitwiseCopyable>(_ address: UInt64, _ offset: Int = 0) -> Value? {
    try? memory.readInteger(RemoteAddress(address) + offset)
  }

  func bytes(_ address: UInt64, _ offset: Int = 0, count: Int) -> [UInt8]? {
    guard count >= 0, count <= 1 << 26 else { return nil }
    return try? memory.read(RemoteAddress(address) + offset, count: count)
  }

  /// `count` words in a row.
  func words(_ address: UInt64, _ offset: Int = 0, count: Int) -> [UInt64]? {
    guard let bytes = bytes(address, offset, count: count * 8) else { return nil }
    return (0..<count).compactMap { try? bytes.read(Field(8 * $0)) }
  }

  /// Text that ends in a zero byte, as C has it.
  func cString(_ address: UInt64) -> String? {
    var text: [UInt8] = []
    var next = address
    while text.count < Self.nameLimit {
      // Up to the end of a page at most: the next may not be there.
      let count = min(64, Int(Self.pageSize - next % Self.pageSize))
      guard let part = bytes(next, count: count) else { return nil }
      text += part.prefix { $0 != 0 }
      if part.contains(0) { return String(decoding: text, as: UTF8.self) }
      next &+= UInt64(count)
    }
    return nil
  }

  // MARK: Types

  /// The address of an object's type.
  func typeAddress(of object: UInt64) -> UInt64? {
    guard object != 0, object % 8 == 0 else { return nil }
    return word(object, objects.type)
  }

  /// The type of the object at an address; nil when there is no object.
  mutating func type(of object: UInt64) -> ObjectType? {
    typeAddress(of: object).flatMap { type(at: $0) }
  }

  /// The type at an address; nil when there is none.
  mutating func type(at address: UInt64) -> ObjectType? {
    if let known = types[address] { return known }
    guard var type = readType(at: address) else { return nil }
    var ancestor = type
    var isBuiltin = true
    for _ in 0..<Self.baseLimit {
      if !ancestor.isHeapType, let kind = ObjectType.Kind(rawValue: ancestor.name) {
        type.kind = kind
        type.isBuiltin = isBuiltin
        break
      }
      isBuiltin = false
      guard ancestor.base != 0, let base = types[ancestor.base] ?? readType(at: ancestor.base) else { break }
      ancestor = base
    }
    types[address] = type
    return type
  }

  private func readType(at address: UInt64) -> ObjectType? {
    guard address != 0, address % 8 == 0, let head = bytes(address, count: layout.type.byteCount),
      let name: UInt64 = try? head.read(Field(objects.typeName)), let text = cString(name),
      let flags: UInt64 = try? head.read(Field(layout.type.flags)),
      let basicSize: Int = try? head.read(Field(layout.type.basicSize)), basicSize >= 0, basicSize < 1 << 24,
      let itemSize: Int = try? head.read(Field(layout.type.itemSize)), itemSize >= 0, itemSize < 1 << 24,
      let dictOffset: Int = try? head.read(Field(layout.type.dictOffset)),
      let order: UInt64 = try? head.read(Field(layout.type.order)),
      let base: UInt64 = try? head.read(Field(layout.type.base)),
      let members: UInt64 = try? head.read(Field(layout.type.members)),
      let dictionary: UInt64 = try? head.read(Field(layout.type.dictionary))
    else { return nil }
    let isHeapType = flags & ValueLayout.TypeLayout.isHeapType != 0
    return ObjectType(
      name: text, flags: flags, basicSize: basicSize, itemSize: itemSize, dictOffset: dictOffset, order: order,
      base: base, members: members, dictionary: dictionary,
      cachedKeys: isHeapType ? word(address, layout.type.cachedKeys) ?? 0 : 0, kind: .object, isBuiltin: false)
  }

  /// The qualified name of a code object; its name before 3.11.
  func codeName(_ code: UInt64) -> String? {
    word(code, codeName).flatMap { string(at: $0, limit: Self.nameLimit)?.text }
  }
}
