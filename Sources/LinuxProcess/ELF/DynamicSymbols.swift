internal import Glibc

/// The symbols that a mapped object exports, found through its hash table as the dynamic loader does.
///
/// Source: elf(5) (`PT_DYNAMIC`, `DT_HASH`); for `DT_GNU_HASH` the GNU ABI extensions,
/// https://sourceware.org/gnu-gabi/program-loading-and-dynamic-linking.txt.
struct DynamicSymbols: Sendable {
  private let memory: ProcessMemory
  private let symbolTable: RemoteAddress
  private let stringTable: RemoteAddress
  private let gnuHash: RemoteAddress?
  private let classicHash: RemoteAddress?

  /// Longer chains and tables are broken ones.
  private static let chainLimit = 65_536
  private static let dynamicLimit: UInt64 = 1 << 16
  private static let gnuHashTag: Int64 = 0x6fff_fef5

  /// - Returns: nil when the object has no symbol table.
  init?(
    _ dynamic: ELFSegment, of loaded: [ELFSegment], bias: Int, _ memory: ProcessMemory
  ) throws(ELFError) {
    guard dynamic.size <= Self.dynamicLimit else { throw .notELF }
    let entries = try memory.elfBytes(RemoteAddress(dynamic.address) + bias, count: Int(dynamic.size))
    var tables: [Int64: UInt64] = [:]
    for start in stride(from: 0, through: entries.count - 16, by: 16) {
      let tag: Int64 = try entries.value(Field(start))
      if tag == Int64(DT_NULL) { break }
      tables[tag] = try entries.value(Field(start + 8))
    }
    // glibc has already added the bias to these addresses in memory, musl has not: what lies in the object is right.
    let ranges = loaded.map { (start: (RemoteAddress($0.address) + bias).rawValue, size: $0.size) }
    func address(_ tag: Int64) -> RemoteAddress? {
      guard let value = tables[tag] else { return nil }
      let isAbsolute = ranges.contains { value >= $0.start && value &- $0.start < $0.size }
      return isAbsolute ? RemoteAddress(value) : RemoteAddress(value) + bias
    }
    guard let symbols = address(Int64(DT_SYMTAB)), let strings = address(Int64(DT_STRTAB)) else { return nil }
    self.memory = memory
    symbolTable = symbols
    stringTable = strings
    gnuHash = address(Self.gnuHashTag)
    classicHash = address(Int64(DT_HASH))
  }

  /// `st_value` of a defined symbol; nil when there is none.
  func value(of name: [UInt8]) throws(ELFError) -> UInt64? {
    if let gnuHash { return try value(of: name, gnuHash: gnuHash) }
    if let classicHash { return try value(of: name, classicHash: classicHash) }
    return nil
  }

  private func value(of name: [UInt8], gnuHash table: RemoteAddress) throws(ELFError) -> UInt64? {
    let hash = name.reduce(UInt32(5381)) { $0 &* 33 &+ UInt32($1) }
    let head = try memory.elfBytes(table, count: 16)
    let bucketCount: UInt32 = try head.value(Field(0))
    let firstSymbol: UInt32 = try head.value(Field(4))
    let bloomCount: UInt32 = try head.value(Field(8))
    let shift: UInt32 = try head.value(Field(12))
    guard bucketCount > 0, bloomCount > 0, shift < 32 else { throw .notELF }
    let bloom = table + 16
    let word: UInt64 = try integer(bloom + 8 * Int(hash / 64 % bloomCount))
    let mask = UInt64(1) << UInt64(hash % 64) | UInt64(1) << UInt64((hash >> shift) % 64)
    guard word & mask == mask else { return nil }
    let buckets = bloom + 8 * Int(bloomCount)
    let chains = buckets + 4 * Int(bucketCount)
    var symbol: UInt32 = try integer(buckets + 4 * Int(hash % bucketCount))
    guard symbol >= firstSymbol else { return nil }
    for _ in 0..<Self.chainLimit {
      let entry: UInt32 = try integer(chains + 4 * Int(symbol - firstSymbol))
      // The lowest bit marks the end of the chain.
      if entry | 1 == hash | 1, let value = try value(ofSymbol: symbol, named: name) { return value }
      if entry & 1 == 1 { return nil }
      symbol &+= 1
      guard symbol >= firstSymbol else { throw .notELF }
    }
    throw .notELF
  }

  private func value(of name: [UInt8], classicHash table: RemoteAddress) throws(ELFError) -> UInt64? {
    let hash = name.reduce(UInt32(0)) { hash, byte in
      let next = hash << 4 &+ UInt32(byte)
      let high = next & 0xf000_0000
      return (next ^ high >> 24) & ~high
    }
    let bucketCount: UInt32 = try integer(table)
    guard bucketCount > 0 else { throw .notELF }
    let buckets = table + 8
    let chains = buckets + 4 * Int(bucketCount)
    var symbol: UInt32 = try integer(buckets + 4 * Int(hash % bucketCount))
    for _ in 0..<Self.chainLimit {
      // STN_UNDEF ends the chain.
      if symbol == 0 { return nil }
      if let value = try value(ofSymbol: symbol, named: name) { return value }
      symbol = try integer(chains + 4 * Int(symbol))
    }
    throw .notELF
  }

  /// The symbol's value if it has that name and is defined here.
  private func value(ofSymbol index: UInt32, named name: [UInt8]) throws(ELFError) -> UInt64? {
    // st_name, st_info, st_other, st_shndx, st_value, st_size: 24 bytes.
    let symbol = try memory.elfBytes(symbolTable + 24 * Int(index), count: 24)
    let start: UInt32 = try symbol.value(Field(0))
    guard try symbol.value(Field<UInt16>(6)) != UInt16(SHN_UNDEF),
      try memory.elfBytes(stringTable + Int(start), count: name.count + 1) == name + [0]
    else { return nil }
    return try symbol.value(Field(8))
  }

  private func integer<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ address: RemoteAddress
  ) throws(ELFError) -> Value {
    try memory.elfBytes(address, count: MemoryLayout<Value>.size).value(Field(0))
  }
}
