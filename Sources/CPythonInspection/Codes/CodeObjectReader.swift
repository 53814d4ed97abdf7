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

  init(_ memory: ProcessMemory, layout: RuntimeLayout) {
    self.memory = memory
    self.layout = layout
  }

  /// A code object and what it is known again by.
  struct Reading {
    var fingerprint: CodeFingerprint
    /// In code units.
    var firstTraceable: Int
    var code: CodeObject
  }

  /// - Returns: nil when there is no code object at `address`, or it changed while it was read.
  mutating func read(_ address: RemoteAddress) -> Reading? {
    let count = layout.code.instructions
    guard let bytes = try? memory.read(address, count: count),
      let type: UInt64 = try? bytes.read(Field(layout.object.type)), isCodeType(RemoteAddress(type)),
      let fingerprint = try? unsafe CodeFingerprint(bytes.span.bytes, at: 0, layout: layout.code),
      let firstTraceable: Int32 = try? bytes.read(Field(layout.code.firstTraceable)),
      fingerprint.unitCount < Self.unitLimit,
      let name = string(at: RemoteAddress(fingerprint.qualifiedName)),
      let file = string(at: RemoteAddress(fingerprint.filename)),
      let table = bytesObject(at: RemoteAddress(fingerprint.lineTable))
    else { return nil }
    let firstLine = Int(Int32(bitPattern: fingerprint.firstLine))
    let lines = LocationTable(table).lines(unitCount: Int(fingerprint.unitCount), firstLine: firstLine)
    return Reading(
      fingerprint: fingerprint, firstTraceable: Int(firstTraceable),
      code: CodeObject(qualifiedName: name, file: file, firstLine: firstLine, lines: lines))
  }

  private mutating func isCodeType(_ type: RemoteAddress) -> Bool {
    if let codeType { return type == codeType }
    guard let pointer = try? memory.readPointer(type + layout.object.typeName),
      let name = try? memory.read(pointer, count: 5), name == Array("code\0".utf8)
    else { return false }
    codeType = type
    return true
  }

  /// A `str`; nil when there is none at `address`.
  private func string(at address: RemoteAddress) -> String? {
    guard let head = try? memory.read(address, count: layout.object.compactText),
      let length: UInt64 = try? head.read(Field(layout.object.stringLength)), length < UInt64(1 << 30),
      let state: UInt32 = try? head.read(Field(layout.object.stringState))
    else { return nil }
    // Bits of `state`: kind at 2 (three bits, bytes a character), compact at 5, ascii at 6.
    let width = Int(state >> 2 & 7)
    let isCompact = state >> 5 & 1 == 1
    let isASCII = state >> 6 & 1 == 1
    guard isCompact, width == 1 || width == 2 || width == 4 else { return nil }
    let count = min(Int(length), Self.nameLimit)
    let start = isASCII ? layout.object.asciiText : layout.object.compactText
    guard let bytes = try? memory.read(address + start, count: count * width) else { return nil }
    let text = isASCII ? String(decoding: bytes, as: UTF8.self) : Self.text(bytes, width: width)
    return count < length ? text + "…" : text
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
