package import LinuxProcess

/// Writes one object as text, within a budget of characters, objects and depth.
///
/// No code of the target runs, so a class's own `__repr__` does not count: instances are shown as
/// `<Class attribute=value …>`. What is left out is said (`… 95 more`), and what cannot be read is `<unreadable>`.
package struct ObjectDescriber {
  private var reader: ObjectReader
  private var text = ""
  /// Characters written.
  private var used = 0
  private var objectCount = 0
  private var isCut = false
  /// The objects that the one being written lies in.
  private var path: [UInt64] = []

  /// Characters of the whole text, a few more or less.
  private static let characterLimit = 256
  /// Characters of a string in a container.
  private static let innerStringLimit = 64
  private static let objectLimit = 256
  private static let depthLimit = 6
  /// Digits of 30 bits of an `int` that is written in decimal.
  private static let digitLimit = 400

  package init(_ reader: ObjectReader) {
    self.reader = reader
  }

  /// What stands for memory that could not be read as an object.
  package static let unreadable = "<unreadable>"

  /// Describes the object at an address.
  package mutating func describe(_ address: RemoteAddress) -> ObjectDescription {
    text = ""
    used = 0
    objectCount = 0
    isCut = false
    path.removeAll(keepingCapacity: true)
    let type = reader.type(of: address.rawValue)?.name
    write(address.rawValue)
    return ObjectDescription(type: type ?? Self.unreadable, text: text, isCut: isCut)
  }

  /// Describes what a cell holds; nil when it is empty, or no cell and itself.
  package mutating func describe(throughCell address: RemoteAddress) -> ObjectDescription? {
    guard reader.type(of: address.rawValue)?.kind == .cell else { return describe(address) }
    let contents: UInt64? = reader.word(address.rawValue, reader.layout.cellContents)
    guard let contents else { return describe(address) }
    return contents == 0 ? nil : describe(RemoteAddress(contents))
  }

  // MARK: Parts

  private var room: Int { Self.characterLimit - used }

  private mutating func put(_ part: String) {
    text += part
    used += part.unicodeScalars.count
  }

  /// A name that the target chose.
  private mutating func putName(_ name: String) {
    put(PythonText.escaped(name.unicodeScalars.lazy.map(\.value), quote: nil))
  }

  private mutating func write(_ address: UInt64) {
    objectCount += 1
    guard let type = reader.type(of: address) else { return put(Self.unreadable) }
    if path.contains(address) { return put("…") }
    if path.count >= Self.depthLimit || objectCount > Self.objectLimit {
      isCut = true
      put("<")
      putName(type.name)
      return put(" …>")
    }
    path.append(address)
    defer { path.removeLast() }
    let start = text.utf8.count
    let usedBefore = used
    if !writeValue(address, type) {
      text = String(decoding: text.utf8.prefix(start), as: UTF8.self)
      used = usedBefore
      put(Self.unreadable)
    }
  }

  /// - Returns: false when it could not be read.
  private mutating func writeValue(_ address: UInt64, _ type: ObjectType) -> Bool {
    let isWrapped = !type.isBuiltin && Self.wrappedKinds.contains(type.kind)
    if isWrapped {
      putName(type.name)
      put("(")
    }
    let isReadable = writeBuiltin(address, type)
    if isWrapped { put(")") }
    return isReadable
  }

  /// The kinds whose subclasses are shown as `Class(value)`.
  private static let wrappedKinds: Set<ObjectType.Kind> = [
    .int, .float, .complex, .string, .bytes, .tuple, .list, .dict, .set, .frozenSet,
  ]

  private mutating func writeBuiltin(_ address: UInt64, _ type: ObjectType) -> Bool {
    switch type.kind {
    case .none: put("None")
    case .ellipsis: put("Ellipsis")
    case .bool:
      guard let digits = reader.digits(at: address, limit: 1) else { return false }
      put(digits.count == 0 || digits.digits == [0] ? "False" : "True")
    case .int: return writeInt(address)
    case .float:
      guard let value = reader.float(address, reader.layout.floatValue) else { return false }
      put(PythonText.float(value))
    case .complex:
      guard let real = reader.float(address, reader.layout.complexValue),
        let imaginary = reader.float(address, reader.layout.complexValue + 8)
      else { return false }
      put(PythonText.complex(real, imaginary))
    case .string: return writeString(address)
    case .bytes: return writeBytes(address)
    case .tuple, .list, .set, .frozenSet: return writeSequence(address, type.kind)
    case .dict: return writeDict(address)
    case .exception: return writeException(address, type)
    case .cell:
      guard let contents: UInt64 = reader.word(address, reader.layout.cellContents) else { return false }
      put("<cell ")
      if contents == 0 { put("empty") } else { write(contents) }
      put(">")
    case .function: return writeFunction(address)
    case .method:
      guard let function: UInt64 = reader.word(address, reader.layout.methodFunction) else { return false }
      put("<bound method ")
      write(function)
      put(">")
    case .builtinFunction:
      guard let definition: UInt64 = reader.word(address, reader.layout.builtinDefinition),
        let name: UInt64 = reader.word(definition), let text = reader.cString(name)
      else { return false }
      writeNamed("built-in function", text)
    case .module:
      guard let dict: UInt64 = reader.word(address, reader.layout.moduleDictionary),
        let name = reader.value(of: "__name__", inDict: dict).flatMap({ reader.name(at: $0) })
      else { return false }
      writeNamed("module", name)
    case .type:
      guard let named = reader.type(at: address) else { return false }
      writeNamed("class", named.name)
    case .code:
      guard let name = reader.codeName(address) else { return false }
      writeNamed("code", name)
    case .object: return writeInstance(address, type)
    }
    return true
  }

  private mutating func writeNamed(_ kind: String, _ name: String) {
    put("<\(kind) ")
    putName(name)
    put(">")
  }

  // MARK: Scalars

  private mutating func writeInt(_ address: UInt64) -> Bool {
    guard let digits = reader.digits(at: address, limit: Self.digitLimit) else { return false }
    guard digits.count <= Self.digitLimit else {
      isCut = true
      put(digits.isNegative ? "<negative int of \(digits.count * 30) bits>" : "<int of \(digits.count * 30) bits>")
      return true
    }
    let decimal = digits.decimal
    let sign = digits.isNegative ? "-" : ""
    guard decimal.utf8.count > max(room, 40) else {
      put(sign + decimal)
      return true
    }
    isCut = true
    put("\(sign)\(decimal.prefix(max(room, 40) - 20))…\(decimal.suffix(10)) (\(decimal.utf8.count) digits)")
    return true
  }

  /// How many characters a string may take here.
  private var stringLimit: Int { path.count > 1 ? min(Self.innerStringLimit, max(room, 8)) : Self.characterLimit }

  private mutating func writeString(_ address: UInt64) -> Bool {
    guard let string = reader.string(at: address, limit: stringLimit) else { return false }
    put(PythonText.quoted(string.scalars))
    return writeRest(string.count - string.scalars.count)
  }

  private mutating func writeBytes(_ address: UInt64) -> Bool {
    guard let count: Int = reader.word(address, reader.objects.bytesCount), count >= 0,
      let bytes = reader.bytes(address, reader.objects.bytesText, count: min(count, stringLimit))
    else { return false }
    put(PythonText.quoted(bytes))
    return writeRest(count - bytes.count)
  }

  /// Says how much is left out.
  private mutating func writeRest(_ count: Int) -> Bool {
    guard count > 0 else { return true }
    isCut = true
    put("… \(count) more")
    return true
  }

  // MARK: Containers

  private mutating func writeSequence(_ address: UInt64, _ kind: ObjectType.Kind) -> Bool {
    let limit = max(room / 2, 1)
    let contents =
      switch kind {
      case .tuple: reader.tuple(at: address, limit: limit)
      case .list: reader.list(at: address, limit: limit)
      default: reader.set(at: address, limit: limit)
      }
    guard let contents else { return false }
    if contents.count == 0, kind == .set || kind == .frozenSet {
      put(kind == .set ? "set()" : "frozenset()")
      return true
    }
    let brackets =
      switch kind {
      case .tuple: ("(", contents.count == 1 ? ",)" : ")")
      case .list: ("[", "]")
      case .frozenSet: ("frozenset({", "})")
      default: ("{", "}")
      }
    put(brackets.0)
    var written = 0
    for element in contents.elements {
      if written > 0 { put(", ") }
      guard hasRoom else { break }
      write(element)
      written += 1
    }
    _ = writeRest(contents.count - written)
    put(brackets.1)
    return true
  }

  private var hasRoom: Bool { room > 0 && objectCount < Self.objectLimit }

  private mutating func writeDict(_ address: UInt64) -> Bool {
    guard let contents = reader.dict(at: address, limit: max(room / 4, 1)) else { return false }
    put("{")
    var written = 0
    for element in contents.elements {
      if written > 0 { put(", ") }
      guard hasRoom else { break }
      write(element.key)
      put(": ")
      write(element.value)
      written += 1
    }
    if written == 0, contents.count > 0, contents.elements.isEmpty { return false }
    _ = writeRest(contents.count - written)
    put("}")
    return true
  }

  // MARK: Objects

  private mutating func writeException(_ address: UInt64, _ type: ObjectType) -> Bool {
    guard let arguments: UInt64 = reader.word(address, reader.layout.exceptionArguments) else { return false }
    putName(type.name)
    guard let contents = reader.tuple(at: arguments, limit: max(room / 2, 1)) else {
      put("()")
      return true
    }
    put("(")
    var written = 0
    for element in contents.elements {
      if written > 0 { put(", ") }
      guard hasRoom else { break }
      write(element)
      written += 1
    }
    _ = writeRest(contents.count - written)
    put(")")
    return true
  }

  private mutating func writeFunction(_ address: UInt64) -> Bool {
    guard let name: UInt64 = reader.word(address, reader.layout.functionName), let text = reader.name(at: name) else {
      return false
    }
    writeNamed("function", text)
    return true
  }

  private mutating func writeInstance(_ address: UInt64, _ type: ObjectType) -> Bool {
    let limit = max(room / 4, 1)
    let slots = reader.slots(of: address, type)
    guard let attributes = reader.attributes(of: address, type, limit: limit) else { return false }
    put("<")
    putName(type.name)
    if slots.isEmpty, attributes.elements.isEmpty { put(" at 0x\(String(address, radix: 16))") }
    var written = 0
    for slot in slots {
      guard hasRoom else { break }
      put(written > 0 ? ", " : " ")
      putName(slot.name)
      put("=")
      write(slot.value)
      written += 1
    }
    for attribute in attributes.elements {
      guard hasRoom else { break }
      put(written > 0 ? ", " : " ")
      putName(reader.name(at: attribute.name) ?? Self.unreadable)
      put("=")
      write(attribute.value)
      written += 1
    }
    let left = slots.count + attributes.count - written
    if left > 0, written > 0 { put(", ") } else if left > 0 { put(" ") }
    _ = writeRest(left)
    put(">")
    return true
  }
}
