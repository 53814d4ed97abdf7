internal import Glibc

/// The sections and symbols of a 64-bit little-endian ELF file, read only where they are asked for.
///
/// A library with debug information has 100 MB and more: nothing is read here but its headers, and of a symbol table as
/// much as a search needs. It is not mapped, because a file that is cut while it is mapped kills its reader.
/// Source: elf(5), `<elf.h>`. Every offset and count comes from the file and is checked before use.
package struct ELFFile: Sendable {
  /// Addresses in the file are the addresses in memory (`ET_EXEC`), without a bias.
  package let isFixed: Bool
  /// The `PT_LOAD` segments, in the order of the file.
  package let segments: [ELFSegment]
  /// Its first 64 bytes, which a mapping of it starts with.
  package let headerBytes: [UInt8]
  private let sections: [Section]

  /// A section header, with its name.
  package struct Section: Hashable, Sendable {
    package var name: String
    package var kind: UInt32
    /// `sh_addr`, `sh_offset`, `sh_size`.
    package var address: UInt64
    package var fileOffset: UInt64
    package var size: UInt64
    /// `sh_link`: the string table of a symbol table.
    package var link: UInt32
  }

  /// - Throws: `.notELF` for any other file, `.process` when it cannot be read.
  package init(_ descriptor: borrowing Descriptor) throws(ELFError) {
    headerBytes = try Self.read(descriptor, at: 0, count: UInt64(ELFHeader.size))
    let header = try ELFHeader(parsing: headerBytes)
    isFixed = header.isFixed
    let table = try Self.read(
      descriptor, at: header.segmentTable, count: UInt64(header.segmentCount * ELFSegment.headerSize))
    segments = try ELFSegment.all(in: table, count: header.segmentCount).filter(\.isLoaded)
    sections = try Self.sections(descriptor, header)
  }

  /// The section of this name; nil when there is none.
  package func section(named name: String) -> Section? {
    sections.first { $0.name == name }
  }

  /// The address, before the bias, of a symbol that this file exports (`.dynsym`); nil when there is none.
  ///
  /// - Parameter descriptor: The file that the tables were read from.
  /// - Throws: `.process` when the file cannot be read.
  package func address(ofSymbol name: String, in descriptor: borrowing Descriptor) throws(ELFError) -> UInt64? {
    try address(of: name, in: UInt32(SHT_DYNSYM), descriptor)
  }

  /// The same for all symbols that are defined here, exported or not (`.symtab`), unless they are stripped off.
  package func address(ofHiddenSymbol name: String, in descriptor: borrowing Descriptor) throws(ELFError) -> UInt64? {
    try address(of: name, in: UInt32(SHT_SYMTAB), descriptor)
  }

  private func address(
    of name: String, in kind: UInt32, _ descriptor: borrowing Descriptor
  ) throws(ELFError) -> UInt64? {
    guard let table = sections.first(where: { $0.kind == kind }), Int(table.link) < sections.count else { return nil }
    return try SymbolSearch(name, table: table, names: sections[Int(table.link)]).address(in: descriptor)
  }

  private static func sections(
    _ descriptor: borrowing Descriptor, _ header: ELFHeader
  ) throws(ELFError) -> [Section] {
    let bytes = try read(descriptor, at: header.sectionTable, count: UInt64(header.sectionCount * 64))
    var sections: [Section] = []
    var nameStarts: [Int] = []
    for index in 0..<header.sectionCount {
      let start = index * 64
      nameStarts.append(Int(try bytes.value(Field<UInt32>(start))))
      sections.append(
        Section(
          name: "", kind: try bytes.value(Field(start + 4)), address: try bytes.value(Field(start + 16)),
          fileOffset: try bytes.value(Field(start + 24)), size: try bytes.value(Field(start + 32)),
          link: try bytes.value(Field(start + 40))))
    }
    guard header.nameSection < sections.count else { return sections }
    let names = sections[header.nameSection]
    let strings = try read(descriptor, at: names.fileOffset, count: names.size)
    for index in sections.indices where nameStarts[index] < strings.count {
      sections[index].name = String(decoding: strings[nameStarts[index]...].prefix { $0 != 0 }, as: UTF8.self)
    }
    return sections
  }

  /// Tables beyond this size are a broken file, not a large one.
  private static let tableLimit: UInt64 = 1 << 24

  /// Reads a table whole.
  static func read(
    _ descriptor: borrowing Descriptor, at offset: UInt64, count: UInt64
  ) throws(ELFError) -> [UInt8] {
    guard count <= tableLimit, offset <= UInt64(Int.max) - count else { throw .notELF }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let copied: Int
    do throws(ProcessError) {
      copied = try descriptor.read(into: &bytes, at: Int(offset))
    } catch {
      throw .process(error)
    }
    guard copied == bytes.count else { throw .notELF }
    return bytes
  }
}
