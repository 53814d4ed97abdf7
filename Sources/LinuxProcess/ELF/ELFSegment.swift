internal import Glibc

/// A program header of an ELF object: a part of it that is mapped, or that the loader reads.
///
/// Source: elf(5), `Elf64_Phdr`.
package struct ELFSegment: Hashable, Sendable {
  /// `p_type`: `PT_LOAD`, `PT_DYNAMIC` and others.
  package var kind: UInt32
  /// `p_flags` has `PF_W`.
  package var isWritable: Bool
  /// `p_offset`, `p_vaddr`, `p_memsz`; in bytes, the address before the bias.
  package var fileOffset: UInt64
  package var address: UInt64
  package var size: UInt64

  /// Bytes of one header in the table.
  static let headerSize = 56

  /// Every header of a table.
  ///
  /// - Throws: `.notELF` when the table is shorter than `count` headers.
  static func all(in table: [UInt8], count: Int) throws(ELFError) -> [ELFSegment] {
    var segments: [ELFSegment] = []
    for start in stride(from: 0, to: count * headerSize, by: headerSize) {
      segments.append(
        ELFSegment(
          kind: try table.value(Field(start)),
          isWritable: try table.value(Field<UInt32>(start + 4)) & UInt32(PF_W) != 0,
          fileOffset: try table.value(Field(start + 8)), address: try table.value(Field(start + 16)),
          size: try table.value(Field(start + 40))))
    }
    return segments
  }

  /// Whether it is mapped into memory (`PT_LOAD`).
  package var isLoaded: Bool { kind == UInt32(PT_LOAD) }
}
