internal import LinuxProcess

extension ObjectReader {
  /// Attributes that instances of one class keep in slots; more have been misread.
  private static let slotLimit = 256
  private static let baseLimit = 64
  /// `Py_T_OBJECT_EX`, the kind of a member that `__slots__` makes. Source: `Include/descrobject.h`.
  private static let objectMember: Int32 = 16
  /// Bytes of a `PyMemberDef`: name, kind, offset, flags and doc.
  private static let memberSize = 40

  /// An attribute of an instance: its name, and the reference that it holds.
  struct Attribute {
    var name: UInt64
    var value: UInt64
  }

  /// What an instance keeps in its dict, or where its class lets it keep that without one; in that order.
  mutating func attributes(of object: UInt64, _ type: ObjectType, limit: Int) -> Contents<Attribute>? {
    guard let place = attributePlace(of: object, type) else { return nil }
    switch place {
    case .dictionary(let dict):
      guard let contents = self.dict(at: dict, limit: limit) else { return nil }
      return Contents(
        elements: contents.elements.map { Attribute(name: $0.key, value: $0.value) }, count: contents.count)
    case .values(let start):
      guard let found = entries(type.cachedKeys, values: start, limit: Self.slotLimit) else { return nil }
      return Contents(
        elements: found.prefix(limit).map { Attribute(name: $0.key, value: $0.value) }, count: found.count)
    case .none:
      return Contents(elements: [], count: 0)
    }
  }

  /// The attribute of an instance that has a name of ASCII; nil where it has none.
  mutating func attribute(_ name: String, of object: UInt64) -> UInt64? {
    guard let type = type(of: object), let found = attributes(of: object, type, limit: Self.slotLimit) else {
      return nil
    }
    return found.elements.first { string(at: $0.name, limit: 64)?.text == name }?.value
  }

  private enum AttributePlace {
    case dictionary(UInt64)
    /// Where the values stand, in the order of the type's keys.
    case values(UInt64)
    case none
  }

  private func attributePlace(of object: UInt64, _ type: ObjectType) -> AttributePlace? {
    guard type.managesDictionary else { return dictionaryPlace(of: object, type) }
    func dictionary(_ offset: Int) -> UInt64? { word(object &+ UInt64(bitPattern: Int64(offset))) }
    switch layout.attributes {
    case .unmanaged:
      return dictionaryPlace(of: object, type)
    case .apart(let valuesOffset, let dictOffset):
      guard let values = dictionary(valuesOffset), let dict = dictionary(dictOffset) else { return nil }
      if values != 0 { return .values(values &+ UInt64(layout.dict.valuesStart)) }
      return dict == 0 ? AttributePlace.none : .dictionary(dict)
    case .marked(let offset):
      guard let word = dictionary(offset) else { return nil }
      if word == 0 { return AttributePlace.none }
      return word & 1 == 1 ? .values(word &+ 1 &+ UInt64(layout.dict.valuesStart)) : .dictionary(word)
    case .inside(let offset):
      guard let dict = dictionary(offset) else { return nil }
      if dict != 0 { return .dictionary(dict) }
      guard type.flags & ValueLayout.TypeLayout.hasInlineValues != 0, type.cachedKeys != 0 else {
        return AttributePlace.none
      }
      return .values(object &+ UInt64(type.basicSize + layout.dict.valuesStart))
    }
  }

  private func dictionaryPlace(of object: UInt64, _ type: ObjectType) -> AttributePlace? {
    var offset = type.dictOffset
    if offset == 0 { return AttributePlace.none }
    if offset < 0 {
      // Behind the items: of an int its digits, whose count has a sign.
      guard let count: Int = word(object, layout.count), count > -(1 << 40), count < 1 << 40 else { return nil }
      offset += (type.basicSize + abs(count) * type.itemSize + 7) & ~7
    }
    guard offset > 0, let dict: UInt64 = word(object, offset) else { return nil }
    return dict == 0 ? AttributePlace.none : .dictionary(dict)
  }

  /// What an instance keeps in `__slots__`, those of its class's bases first.
  mutating func slots(of object: UInt64, _ type: ObjectType) -> [(name: String, value: UInt64)] {
    var slots: [(name: String, value: UInt64)] = []
    var next: ObjectType? = type
    for _ in 0..<Self.baseLimit {
      // Members of built-in types are no `__slots__`.
      guard let current = next, current.isHeapType else { break }
      slots = members(of: object, current) + slots
      next = current.base == 0 ? nil : self.type(at: current.base)
    }
    return slots
  }

  private func members(of object: UInt64, _ type: ObjectType) -> [(name: String, value: UInt64)] {
    guard type.members != 0 else { return [] }
    var found: [(name: String, value: UInt64)] = []
    for index in 0..<Self.slotLimit {
      guard let member = bytes(type.members, index * Self.memberSize, count: Self.memberSize),
        let name: UInt64 = try? member.read(Field(0)), name != 0,
        let kind: Int32 = try? member.read(Field(8)),
        let offset: Int = try? member.read(Field(16))
      else { break }
      guard kind == Self.objectMember, offset > 0, offset < 1 << 24, let text = cString(name),
        let value: UInt64 = word(object, offset), value != 0
      else { continue }
      found.append((text, value))
    }
    return found
  }
}
