internal import Glibc
internal import LinuxProcess

/// The agent's library as a file: what goes into a process, and where in it things are.
struct AgentImage: Sendable {
  let bytes: [UInt8]
  /// Addresses before the bias, by name.
  private let symbols: [Symbol: UInt64]
  /// The executable segment: nothing in it is changed as it is loaded.
  private let code: ELFSegment

  /// What the agent exports for borrowed threads.
  enum Symbol: String, CaseIterable {
    case call = "seriema_borrowed_call"
    case stack = "seriema_borrowed_stack"
    case makeFile = "seriema_borrowed_make_file"
    case come = "seriema_borrowed_come"
    case go = "seriema_borrowed_go"
    case origin = "seriema_origin"
  }

  /// Bytes of `seriema_origin`.
  static let originSize = 512

  /// Bytes of `seriema_borrowed_stack`.
  static let stackSize = 1 << 17

  init() throws(AttachError) {
    let bytes = Base64.decode(EmbeddedAgent.library)
    let file = try AttachError.preparing { () throws(TimingError) in try MemoryFile(named: "seriema-agent") }
    do throws(TimingError) {
      try file.write(bytes)
    } catch {
      throw .timing(error)
    }
    guard let (symbols, code) = Self.read("/proc/self/fd/\(file.descriptor)") else {
      throw .timing(.memoryFile(errno: ENOEXEC))
    }
    self.bytes = bytes
    self.symbols = symbols
    self.code = code
  }

  private static func read(_ path: String) -> (symbols: [Symbol: UInt64], code: ELFSegment)? {
    guard let descriptor = try? Descriptor(readingFrom: path), let elf = try? ELFFile(descriptor) else { return nil }
    var symbols: [Symbol: UInt64] = [:]
    for symbol in Symbol.allCases {
      guard let found = try? elf.address(ofSymbol: symbol.rawValue, in: descriptor) else { return nil }
      symbols[symbol] = found
    }
    guard let call = symbols[.call],
      let code = elf.segments.first(where: { $0.address <= call && call - $0.address < $0.size })
    else { return nil }
    return (symbols, code)
  }

  func address(of symbol: Symbol) -> UInt64 { symbols[symbol] ?? 0 }

  /// The page of the file that has the stub, and the stub's place in it.
  var stubPage: (fileOffset: UInt64, place: Int) {
    let offset = address(of: .call) - code.address + code.fileOffset
    let page = MemoryMap.pageSize
    return (offset / page * page, Int(offset % page))
  }

  /// Whether what is loaded with this bias is this very library.
  func isLoaded(withBias bias: Int, in memory: ProcessMemory) -> Bool {
    let start = Int(code.fileOffset)
    let count = Int(code.size)
    guard start + count <= bytes.count else { return false }
    let loaded = try? memory.read(RemoteAddress(code.address) + bias, count: count)
    return loaded?[...] == bytes[start..<start + count]
  }
}
