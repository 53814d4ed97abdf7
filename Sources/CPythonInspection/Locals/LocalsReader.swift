package import LinuxProcess

/// Reads the variables of frames of one moment: of one thread, which had better stand still meanwhile.
package struct LocalsReader {
  private let locals: LocalsLayout
  private let frame: FrameLayout
  private var reader: ObjectReader
  private var describer: ObjectDescriber
  /// Descriptions so far: callers and called often share what they are about.
  private var known: [UInt64: ObjectDescription] = [:]

  /// Variables of one frame.
  private static let limit = 512
  /// Names of a module or class body.
  private static let globalLimit = 64

  package init(_ runtime: PythonRuntime, _ reader: ObjectReader) {
    locals = runtime.details.locals
    frame = runtime.layout.frame
    self.reader = reader
    describer = ObjectDescriber(reader)
  }

  /// What was found of a frame's variables.
  package struct Reading {
    /// Those that have a value: arguments first, as the code object has them.
    package var variables: [FrameVariable] = []
    /// How many there are beyond these.
    package var leftOut = 0
    /// Some could not be read.
    package var isBroken = false
  }

  /// - Parameters:
  ///   - address: `_PyInterpreterFrame`, or `PyFrameObject` to 3.10.
  ///   - mayGoOn: Asked before each variable; when it says no, the rest is left out.
  package mutating func variables(ofFrame address: RemoteAddress, while mayGoOn: () -> Bool) -> Reading {
    guard let executable: UInt64 = reader.word(address.rawValue, frame.executable),
      reader.type(of: executable & ~frame.executableTag)?.kind == .code,
      let code = reader.bytes(executable & ~frame.executableTag, count: locals.codeByteCount),
      let arguments: Int32 = try? code.read(Field(locals.argumentCount)),
      let keywordOnly: Int32 = try? code.read(Field(locals.keywordOnlyCount)),
      let flags: UInt32 = try? code.read(Field(locals.flags))
    else { return Reading(isBroken: true) }
    if flags & LocalsLayout.isOptimized == 0 { return globals(ofFrame: address.rawValue, while: mayGoOn) }
    let argumentCount =
      Int(arguments) + Int(keywordOnly) + (flags & LocalsLayout.hasRest != 0 ? 1 : 0)
      + (flags & LocalsLayout.hasKeywordRest != 0 ? 1 : 0)
    guard let slots = slots(code, argumentCount) else { return Reading(isBroken: true) }
    return read(slots, ofFrame: address.rawValue, while: mayGoOn)
  }

  /// A variable's name and kind, and its place among the frame's.
  private struct Slot {
    var name: UInt64
    var kind: FrameVariable.Kind
    var place: Int
  }

  private func slots(_ code: [UInt8], _ argumentCount: Int) -> [Slot]? {
    func tuple(_ offset: Int) -> [UInt64]? {
      let address: UInt64? = try? code.read(Field(offset))
      return address.flatMap { reader.tuple(at: $0, limit: 1 << 16)?.elements }
    }
    switch locals.names {
    case .joined(let namesField, let kindsField):
      guard let names = tuple(namesField), let kinds: UInt64 = try? code.read(Field(kindsField)),
        let kinds = reader.bytes(kinds, reader.objects.bytesText, count: names.count)
      else { return nil }
      return names.indices.map { place in
        let kind: FrameVariable.Kind =
          place < argumentCount
          ? .argument
          : kinds[place] & LocalsLayout.freeKind != 0
            ? .free : kinds[place] & LocalsLayout.cellKind != 0 ? .cell : .local
        return Slot(name: names[place], kind: kind, place: place)
      }
    case .separate(let localsField, let cellsField, let freeField):
      guard let names = tuple(localsField), let cells = tuple(cellsField), let free = tuple(freeField) else {
        return nil
      }
      let all = names + cells + free
      let argumentNames = names.prefix(argumentCount).map { reader.name(at: $0) }
      // An argument that functions inside use is moved to a cell, and its own place is empty.
      var slots = names.indices.map { place in
        Slot(name: names[place], kind: place < argumentCount ? .argument : .local, place: place)
      }
      for place in names.count..<all.count {
        let name = place < names.count + cells.count ? reader.name(at: all[place]) : nil
        if let argument = argumentNames.firstIndex(where: { $0 == name }) {
          slots.insert(Slot(name: all[place], kind: .argument, place: place), at: argument)
        } else {
          slots.append(
            Slot(name: all[place], kind: place < names.count + cells.count ? .cell : .free, place: place))
        }
      }
      return slots
    }
  }

  private mutating func read(_ slots: [Slot], ofFrame address: UInt64, while mayGoOn: () -> Bool) -> Reading {
    var reading = Reading()
    guard let values = reader.words(address, locals.values, count: slots.count) else { return Reading(isBroken: true) }
    for (position, slot) in slots.enumerated() {
      let word = values[slot.place]
      let value = word & ~locals.tag
      guard value != 0 else { continue }
      guard reading.variables.count < Self.limit, mayGoOn() else {
        reading.leftOut = slots[position...].count { values[$0.place] & ~locals.tag != 0 }
        break
      }
      guard let description = description(word, slot.kind) else { continue }
      let name = reader.name(at: slot.name) ?? ObjectDescriber.unreadable
      reading.variables.append(FrameVariable(name: name, kind: slot.kind, value: description))
    }
    return reading
  }

  /// - Returns: nil for a cell that is empty.
  private mutating func description(_ word: UInt64, _ kind: FrameVariable.Kind) -> ObjectDescription? {
    // From 3.14 on a small int may stand in the reference itself.
    if locals.tag == 3, word & 3 == 3 {
      return ObjectDescription(type: "int", text: String(Int64(bitPattern: word) >> 2), isCut: false)
    }
    let address = RemoteAddress(word & ~locals.tag)
    // A plain local may hold a cell as its value; then the cell is the value.
    if kind == .local || reader.type(of: address.rawValue)?.kind != .cell { return describe(address) }
    return describer.describe(throughCell: address)
  }

  private mutating func describe(_ address: RemoteAddress) -> ObjectDescription {
    if let description = known[address.rawValue] { return description }
    let description = describer.describe(address)
    known[address.rawValue] = description
    return description
  }

  /// What a module or class body has bound, without the names that Python itself gives it (`__name__` and so on).
  private mutating func globals(ofFrame address: UInt64, while mayGoOn: () -> Bool) -> Reading {
    guard let tagged: UInt64 = reader.word(address, locals.dictionary) else { return Reading(isBroken: true) }
    // The body of a metaclass with `__prepare__` may have a mapping of another kind.
    guard reader.type(of: tagged)?.kind == .dict, let entries = reader.dict(at: tagged, limit: 1 << 16) else {
      return Reading(isBroken: tagged != 0)
    }
    var reading = Reading()
    for entry in entries.elements {
      guard let name = reader.name(at: entry.key), !(name.hasPrefix("__") && name.hasSuffix("__")) else { continue }
      guard reading.variables.count < Self.globalLimit, mayGoOn() else {
        reading.leftOut += 1
        continue
      }
      reading.variables.append(
        FrameVariable(name: name, kind: .global, value: describe(RemoteAddress(entry.value))))
    }
    return reading
  }
}
