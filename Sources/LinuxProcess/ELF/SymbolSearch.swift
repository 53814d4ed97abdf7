internal import Glibc

/// Looks for one name in a symbol table of a file, block by block.
///
/// The name is found in the string table first, so that of each symbol only four bytes have to be compared.
struct SymbolSearch {
  private let name: [UInt8]
  private let table: ELFFile.Section
  private let names: ELFFile.Section

  /// Bytes of `Elf64_Sym`: st_name, st_info, st_other, st_shndx, st_value, st_size.
  private static let symbolSize = 24
  private static let blockSize = 24 << 16
  /// Tables beyond this size are a broken file: the largest programs have a tenth of it.
  private static let tableLimit: UInt64 = 1 << 31

  init(_ name: String, table: ELFFile.Section, names: ELFFile.Section) {
    self.name = Array(name.utf8) + [0]
    self.table = table
    self.names = names
  }

  /// `st_value` of the first defined symbol of that name; nil when there is none.
  func address(in descriptor: borrowing Descriptor) throws(ELFError) -> UInt64? {
    let starts = try nameStarts(in: descriptor)
    guard !starts.isEmpty else { return nil }
    var found: UInt64?
    try forEachBlock(of: table, overlap: 0, in: descriptor) { bytes, _ throws(ELFError) in
      for symbol in stride(from: 0, through: bytes.count - Self.symbolSize, by: Self.symbolSize) {
        let start: UInt32 = try bytes.value(Field(0), of: symbol)
        guard starts.contains(UInt64(start)), try bytes.value(Field<UInt16>(6), of: symbol) != UInt16(SHN_UNDEF)
        else { continue }
        found = try bytes.value(Field<UInt64>(8), of: symbol)
        return false
      }
      return true
    }
    return found
  }

  /// Where in the string table the name stands. Strings that end alike may share their end, so it can be several.
  private func nameStarts(in descriptor: borrowing Descriptor) throws(ELFError) -> Set<UInt64> {
    var starts: Set<UInt64> = []
    try forEachBlock(of: names, overlap: name.count - 1, in: descriptor) { bytes, offset in
      var from = 0
      while let position = bytes.firstPosition(of: name, from: from) {
        starts.insert(offset + UInt64(position))
        from = position + 1
      }
      return true
    }
    return starts
  }

  /// Reads a section in blocks, of which each repeats the last `overlap` bytes, until `body` returns false.
  private func forEachBlock(
    of section: ELFFile.Section, overlap: Int, in descriptor: borrowing Descriptor,
    _ body: ([UInt8], UInt64) throws(ELFError) -> Bool
  ) throws(ELFError) {
    guard section.size <= Self.tableLimit else { throw .notELF }
    var offset: UInt64 = 0
    while offset < section.size {
      let count = min(UInt64(Self.blockSize), section.size - offset)
      let (start, overflow) = section.fileOffset.addingReportingOverflow(offset)
      guard !overflow else { throw .notELF }
      let bytes = try ELFFile.read(descriptor, at: start, count: count)
      guard try body(bytes, offset) else { return }
      if offset + count == section.size { return }
      offset += count - UInt64(overlap)
    }
  }
}
