internal import Glibc

/// An ELF object as it lies in the memory of a process, read from there and not from its file.
///
/// What is mapped is what runs: the file may have been removed, replaced or rebuilt since, may be in another mount
/// namespace, or closed to us. Only what the loader needs is in memory: exported symbols, and no section headers.
/// Source: elf(5); every number in it is the target's and is checked before use.
package struct ELFImage: Sendable {
  /// What is added to the addresses in the object, in bytes.
  package let bias: Int
  /// The object's first 64 bytes.
  package let headerBytes: [UInt8]
  /// All of its program headers.
  package let segments: [ELFSegment]
  private let symbols: DynamicSymbols?

  /// - Parameters:
  ///   - mapping: The mapping of its beginning, at offset 0 of its file.
  ///   - map: All mappings of the process.
  /// - Throws: `.notELF` for anything else that is mapped; `.process` when memory cannot be read.
  package init(at mapping: MemoryMap.Mapping, in map: MemoryMap, _ memory: ProcessMemory) throws(ELFError) {
    headerBytes = try memory.elfBytes(mapping.start, count: ELFHeader.size)
    let header = try ELFHeader(parsing: headerBytes)
    guard let table = map.address(ofFileOffset: header.segmentTable, in: mapping) else { throw .notELF }
    let segments = try ELFSegment.all(
      in: try memory.elfBytes(table, count: header.segmentCount * ELFSegment.headerSize), count: header.segmentCount)
    let bias: Int
    if header.isFixed {
      bias = 0
    } else {
      let page = MemoryMap.pageSize
      guard let first = segments.first(where: { $0.isLoaded && $0.fileOffset < page }) else { throw .notELF }
      bias = Int(truncatingIfNeeded: mapping.start.rawValue &- first.address / page * page)
    }
    if let dynamic = segments.first(where: { $0.kind == UInt32(PT_DYNAMIC) }) {
      symbols = try DynamicSymbols(dynamic, of: segments.filter(\.isLoaded), bias: bias, memory)
    } else {
      symbols = nil
    }
    self.segments = segments
    self.bias = bias
  }

  /// Where a symbol that the object exports lies in the process; nil when there is none.
  ///
  /// - Throws: `.process` when memory cannot be read, `.notELF` when its tables are broken.
  package func address(ofSymbol name: String) throws(ELFError) -> RemoteAddress? {
    guard let symbols, let value = try symbols.value(of: Array(name.utf8)) else { return nil }
    return RemoteAddress(value) + bias
  }

  /// Where its variables lie in the process: address, and size in bytes.
  package var writableRanges: [(start: RemoteAddress, count: UInt64)] {
    segments.filter { $0.isLoaded && $0.isWritable }.map { (RemoteAddress($0.address) + bias, $0.size) }
  }
}

extension ProcessMemory {
  /// `read`, with the error of ELF's readers.
  func elfBytes(_ address: RemoteAddress, count: Int) throws(ELFError) -> [UInt8] {
    do throws(ProcessError) {
      return try read(address, count: count)
    } catch {
      throw .process(error)
    }
  }
}
