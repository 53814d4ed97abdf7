internal import LinuxProcess

/// Reads code objects, with their names and line tables, out of a process.
struct CodeObjectReader {
  private let memory: ProcessMemory
  private let layout: RuntimeLayout
  /// `&PyCode_Type`, once the first code object has been recognised by its type's name.
  private var codeType: RemoteAddress?

  /// Names beyond this many characters are cut, with an ellipsis as the mark.
  static let nameLimit = 65_536
  /// Code of more units than this is no code object.
  static let unitLimit = 1 << 24
  /// Bytes before an object's type where they are its count.
  private static let countedHeader = 8
  /// Bytes of a text that are looked at again.
  private static let provenTextLimit = 1024

  init(_ memory: ProcessMemory, layout: RuntimeLayout) {
    self.memory = memory
    self.layout = layout
  }

  /// A code object and what it is known again by.
  struct Reading {
    var fingerprint: CodeFingerprint
    /// Where its instructions begin, and how many units there are.
    var instructions: RemoteAddress
    var unitCount: Int
    /// In code units; -1 where a frame counts before its first instruction.
    var firstTraceable: Int
    /// What the fingerprint has digests of.
    var name: ProvenText
    var file: ProvenText
    var code: CodeObject
  }

  /// - Returns: nil when there is no code object at `address`, or it changed while it was read.
  mutating func read(_ address: RemoteAddress) -> Reading? {
    guard let bytes = try? memory.read(address, count: layout.code.byteCount),
      let type: UInt64 = try? bytes.read(Field(layout.object.type)), isCodeType(RemoteAddress(type)),
      let name = pointer(layout.code.qualifiedName, in: bytes), let shape = shape(at: name),
      let file = pointer(layout.code.filename, in: bytes), let fileShape = self.shape(at: file),
      let fingerprint = fingerprint(bytes, proven(name, shape), proven(file, fileShape)),
      let instructions = instructions(of: fingerprint, at: address), let text = text(at: name, shape),
      let fileText = self.text(at: file, fileShape),
      let table = bytesObject(at: RemoteAddress(fingerprint.lineTable)),
      // Whatever was read through its pointers was still there.
      let again = try? memory.read(address, count: layout.code.byteCount), isReferred(again),
      self.fingerprint(again, proven(name, shape), proven(file, fileShape)) == fingerprint
    else { return nil }
    // A frame object is there as soon as its function has been called.
    var firstTraceable: Int32 = -1
    if let field = layout.code.firstTraceable { firstTraceable = (try? bytes.read(Field(field))) ?? 0 }
    let firstLine = Int(Int32(bitPattern: fingerprint.firstLine))
    let lineTable = LineTable(table, form: layout.code.lineTableForm)
    // A module's first instruction (`RESUME`) is said to be on line 0, which no file has.
    let lines = lineTable.lines(unitCount: instructions.unitCount, firstLine: firstLine)
      .map { $0 > 0 ? $0 : Int32(truncatingIfNeeded: firstLine) }
    return Reading(
      fingerprint: fingerprint, instructions: instructions.start, unitCount: instructions.unitCount,
      firstTraceable: Int(firstTraceable), name: proven(name, shape), file: proven(file, fileShape),
      code: CodeObject(qualifiedName: text, file: fileText, firstLine: firstLine, lines: lines, table: lineTable))
  }

  /// Whether an object still counts who refers to it: what is freed keeps its fields, and has a link or nothing there.
  ///
  /// The count has 32 bits, then 16 that overflow, and from 3.14 on 16 of flags; no link has 0 where it overflows. A build
  /// without the GIL counts otherwise, and is not asked.
  private func isReferred(_ bytes: [UInt8]) -> Bool {
    guard layout.object.type == Self.countedHeader else { return true }
    guard let count: UInt64 = try? bytes.read(Field(0)) else { return false }
    return UInt32(truncatingIfNeeded: count) != 0 && UInt16(truncatingIfNeeded: count >> 32) == 0
  }

  private func fingerprint(_ bytes: [UInt8], _ name: ProvenText, _ file: ProvenText) -> CodeFingerprint? {
    guard var fingerprint = try? unsafe CodeFingerprint(bytes.span.bytes, at: 0, layout: layout.code),
      let nameDigest = digest(name), let fileDigest = digest(file)
    else { return nil }
    fingerprint.nameDigest = nameDigest
    fingerprint.fileDigest = fileDigest
    return fingerprint
  }

  /// nil where it cannot be read.
  private func digest(_ text: ProvenText) -> UInt64? {
    guard text.count > 0 else { return 0 }
    let bytes = try? memory.read(text.object + layout.object.stringLength, count: text.count)
    return bytes.flatMap { try? unsafe CodeFingerprint.digest($0.span.bytes, at: 0, count: text.count) }
  }

  /// What of a `str` proves a code object: from its `length` on to the end of its text, and where there is a version
  /// nothing.
  private func proven(_ string: RemoteAddress, _ shape: StringShape) -> ProvenText {
    guard layout.code.version == nil else { return ProvenText(object: string, count: 0) }
    let count = shape.textStart - layout.object.stringLength + min(shape.byteCount, Self.provenTextLimit)
    return ProvenText(object: string, count: count)
  }

  /// Where the instructions of a code object at `address` are; nil when there are more than there can be.
  private func instructions(
    of fingerprint: CodeFingerprint, at address: RemoteAddress
  ) -> (start: RemoteAddress, unitCount: Int)? {
    if let offset = layout.code.instructions {
      guard fingerprint.instructions < Self.unitLimit else { return nil }
      return (address + offset, Int(fingerprint.instructions))
    }
    let code = RemoteAddress(fingerprint.instructions)
    guard let count: UInt64 = try? memory.readInteger(code + layout.object.bytesCount), count / 2 < Self.unitLimit
    else { return nil }
    return (code + layout.object.bytesText, Int(count / 2))
  }

  private mutating func isCodeType(_ type: RemoteAddress) -> Bool {
    if let codeType { return type == codeType }
    guard let pointer = try? memory.readPointer(type + layout.object.typeName),
      let name = try? memory.read(pointer, count: 5), name == Array("code\0".utf8)
    else { return false }
    codeType = type
    return true
  }

  /// How the text of a `str` is written, and where in the object.
  private struct StringShape {
    /// In characters; `byteCount` is of those up to the limit.
    var length: UInt64
    var width: Int
    var isASCII: Bool
    var textStart: Int
    var byteCount: Int
  }

  private func pointer(_ offset: Int, in bytes: [UInt8]) -> RemoteAddress? {
    (try? bytes.read(Field<UInt64>(offset))).map { RemoteAddress($0) }
  }

  /// nil when there is no `str` at `address`.
  private func shape(at address: RemoteAddress) -> StringShape? {
    guard let head = try? memory.read(address, count: layout.object.compactText),
      let length: UInt64 = try? head.read(Field(layout.object.stringLength)), length < UInt64(1 << 30),
      let state: UInt32 = try? head.read(Field(layout.object.stringState))
    else { return nil }
    let form = StringState(state, kindBit: layout.object.stringKindBit)
    guard form.isCompact, form.isValid else { return nil }
    return StringShape(
      length: length, width: form.width, isASCII: form.isASCII,
      textStart: form.isASCII ? layout.object.asciiText : layout.object.compactText,
      byteCount: min(Int(length), Self.nameLimit) * form.width)
  }

  private func text(at address: RemoteAddress, _ shape: StringShape) -> String? {
    guard let bytes = try? memory.read(address + shape.textStart, count: shape.byteCount) else { return nil }
    let text = shape.isASCII ? String(decoding: bytes, as: UTF8.self) : Self.text(bytes, width: shape.width)
    return shape.length > UInt64(Self.nameLimit) ? text + "…" : text
  }

  /// Text of one, two or four bytes a character; a lone surrogate becomes U+FFFD.
  static func text(_ bytes: [UInt8], width: Int) -> String {
    var text = String.UnicodeScalarView()
    for start in stride(from: 0, to: bytes.count, by: width) {
      var value: UInt32 = 0
      for index in 0..<width { value |= UInt32(bytes[start + index]) << UInt32(8 * index) }
      text.append(UnicodeScalar(value) ?? "\u{fffd}")
    }
    return String(text)
  }

  private func bytesObject(at address: RemoteAddress) -> [UInt8]? {
    guard let count: UInt64 = try? memory.readInteger(address + layout.object.bytesCount), count < 1 << 26 else {
      return nil
    }
    return try? memory.read(address + layout.object.bytesText, count: Int(count))
  }
}
