internal import Glibc

/// The parts of a 64-bit little-endian ELF file that say where things are in memory.
///
/// Source: elf(5), `<elf.h>`. Every offset and count comes from the file and is checked before use.
package struct ELFFile: Sendable {
  /// Addresses in the file are the addresses in memory (`ET_EXEC`), without a bias.
  package let isFixed: Bool
  /// The `PT_LOAD` segments, in the order of the file.
  package let segments: [Segment]
  private let sections: [Section]

  package struct Segment: Hashable, Sendable {
    /// `p_offset`, `p_vaddr`, `p_memsz`.
    package var fileOffset: UInt64
    package var address: UInt64
    package var size: UInt64
  }

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
    let header = try Self.read(descriptor, at: 0, count: 64)
    let bytes = header
    guard header.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { throw .notELF }
    isFixed = try bytes.value(Field<UInt16>(16)) == UInt16(ET_EXEC)
    let segmentTable = try bytes.value(Field<UInt64>(32))
    let sectionTable = try bytes.value(Field<UInt64>(40))
    let segmentCount = Int(try bytes.value(Field<UInt16>(56)))
    let sectionCount = Int(try bytes.value(Field<UInt16>(60)))
    let nameSection = Int(try bytes.value(Field<UInt16>(62)))
    segments = try Self.segments(descriptor, at: segmentTable, count: segmentCount)
    sections = try Self.sections(descriptor, at: sectionTable, count: sectionCount, names: nameSection)
  }

  /// The section of this name; nil when there is none.
  package func section(named name: String) -> Section? {
    sections.first { $0.name == name }
  }

  /// The address, before the bias, of a symbol that this file exports (`.dynsym`); nil when there is none.
  ///
  /// What is only in `.symtab` does not count: that table is large, and stripping removes it.
  /// - Parameter descriptor: The file that the tables were read from.
  /// - Throws: `.process` when the file cannot be read.
  package func address(ofSymbol name: String, in descriptor: borrowing Descriptor) throws(ELFError) -> UInt64? {
    guard let table = sections.first(where: { $0.kind == UInt32(SHT_DYNSYM) }), Int(table.link) < sections.count else {
      return nil
    }
    return try address(of: Array(name.utf8), in: table, names: sections[Int(table.link)], descriptor)
  }

  private func address(
    of name: [UInt8], in table: Section, names: Section, _ descriptor: borrowing Descriptor
  ) throws(ELFError) -> UInt64? {
    let symbols = try Self.read(descriptor, at: table.fileOffset, count: table.size)
    let strings = try Self.read(descriptor, at: names.fileOffset, count: names.size)
    let bytes = symbols
    // st_name, st_info, st_other, st_shndx, st_value, st_size: 24 bytes.
    for start in stride(from: 0, to: symbols.count - 23, by: 24) {
      let nameStart = Int(try bytes.value(Field<UInt32>(start)))
      guard nameStart + name.count < strings.count, strings[nameStart + name.count] == 0,
        strings[nameStart..<(nameStart + name.count)].elementsEqual(name),
        try bytes.value(Field<UInt16>(start + 6)) != UInt16(SHN_UNDEF)
      else { continue }
      return try bytes.value(Field<UInt64>(start + 8))
    }
    return nil
  }

  private static func segments(
    _ descriptor: borrowing Descriptor, at offset: UInt64, count: Int
  ) throws(ELFError) -> [Segment] {
    let table = try read(descriptor, at: offset, count: UInt64(count * 56))
    var segments: [Segment] = []
    for index in 0..<count {
      let start = index * 56
      guard try table.value(Field<UInt32>(start)) == UInt32(PT_LOAD) else { continue }
      segments.append(
        Segment(
          fileOffset: try table.value(Field(start + 8)),
          address: try table.value(Field(start + 16)),
          size: try table.value(Field(start + 40))))
    }
    return segments
  }

  private static func sections(
    _ descriptor: borrowing Descriptor, at offset: UInt64, count: Int, names: Int
  ) throws(ELFError) -> [Section] {
    let table = try read(descriptor, at: offset, count: UInt64(count * 64))
    let bytes = table
    var sections: [Section] = []
    var nameStarts: [Int] = []
    for index in 0..<count {
      let start = index * 64
      nameStarts.append(Int(try bytes.value(Field<UInt32>(start))))
      sections.append(
        Section(
          name: "", kind: try bytes.value(Field(start + 4)), address: try bytes.value(Field(start + 16)),
          fileOffset: try bytes.value(Field(start + 24)), size: try bytes.value(Field(start + 32)),
          link: try bytes.value(Field(start + 40))))
    }
    guard names < sections.count else { return sections }
    let strings = try read(descriptor, at: sections[names].fileOffset, count: sections[names].size)
    for index in sections.indices where nameStarts[index] < strings.count {
      sections[index].name = String(decoding: strings[nameStarts[index]...].prefix { $0 != 0 }, as: UTF8.self)
    }
    return sections
  }

  /// Tables beyond this size are a broken file, not a large one.
  private static let tableLimit: UInt64 = 1 << 28

  private static func read(
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

extension [UInt8] {
  fileprivate func value<Value>(_ field: Field<Value>) throws(ELFError) -> Value {
    do throws(FieldOutside) {
      return try read(field)
    } catch {
      throw .notELF
    }
  }
}
