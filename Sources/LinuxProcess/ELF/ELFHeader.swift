internal import Glibc

/// The first 64 bytes of a 64-bit little-endian ELF object: what it is, and where its tables are in the file.
///
/// Source: elf(5), `Elf64_Ehdr`.
struct ELFHeader: Hashable, Sendable {
  /// Bytes of it.
  static let size = 64

  /// Addresses in the file are the addresses in memory (`ET_EXEC`), without a bias.
  let isFixed: Bool
  /// `e_phoff`, `e_phnum`.
  let segmentTable: UInt64
  let segmentCount: Int
  /// `e_shoff`, `e_shnum`, `e_shstrndx`; a stripped object may have none.
  let sectionTable: UInt64
  let sectionCount: Int
  let nameSection: Int

  /// - Throws: `.notELF` for any other bytes.
  init(parsing bytes: [UInt8]) throws(ELFError) {
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else { throw .notELF }
    isFixed = try bytes.value(Field<UInt16>(16)) == UInt16(ET_EXEC)
    segmentTable = try bytes.value(Field<UInt64>(32))
    sectionTable = try bytes.value(Field<UInt64>(40))
    segmentCount = Int(try bytes.value(Field<UInt16>(56)))
    sectionCount = Int(try bytes.value(Field<UInt16>(60)))
    nameSection = Int(try bytes.value(Field<UInt16>(62)))
  }
}
