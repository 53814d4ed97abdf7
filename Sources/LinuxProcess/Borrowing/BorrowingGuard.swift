internal import Glibc

/// Decides whether a thread that was stopped somewhere may be made to load a library and to start a thread.
///
/// Both enter the allocator and the loader, which must not be entered where one of them was left: a process of one thread
/// takes no locks there, so that its heap would be broken, not blocked.
struct BorrowingGuard: Sendable {
  private enum Kind: Hashable, Sendable {
    /// The loader: never, whatever the thread does.
    case loader
    /// Has an allocator or calls one with its own state open: only while it waits in a system call.
    case allocator
    case other
  }

  private var ranges: [(start: UInt64, end: UInt64, kind: Kind)] = []
  /// Where stacks may lie.
  private let writable: [(start: UInt64, end: UInt64)]

  /// Bytes that have to be left on a thread's stack: a signal frame, of which tiles (AMX) take the most.
  private static let stackRoom: UInt64 = 32 << 10

  /// Looks at everything executable that the process has mapped.
  init(_ map: MemoryMap, _ memory: ProcessMemory) {
    writable = map.mappings.filter(\.isWritable).map { ($0.start.rawValue, $0.end.rawValue) }
    var kinds: [FileIdentity: Kind] = [:]
    for mapping in map.mappings where mapping.isExecutable {
      let kind: Kind
      if mapping.file.inode == 0 {
        // The vDSO and code that was made at run time: nothing is known of either.
        kind = .allocator
      } else if let known = kinds[mapping.file] {
        kind = known
      } else {
        kind = Self.kind(of: mapping, map, memory)
        kinds[mapping.file] = kind
      }
      ranges.append((mapping.start.rawValue, mapping.end.rawValue, kind))
    }
  }

  /// Names of files that belong to the C library.
  private static let libraryNames = ["libc.so", "libc-", "libpthread", "libdl"]
  /// What allocators export.
  private static let allocatorSymbols = ["malloc", "mi_malloc", "je_malloc", "tc_malloc"]

  private static func kind(of mapping: MemoryMap.Mapping, _ map: MemoryMap, _ memory: ProcessMemory) -> Kind {
    let name = mapping.path.split(separator: "/").last.map(String.init) ?? ""
    if name.hasPrefix("ld-") || name.hasPrefix("ld.so") { return .loader }
    if libraryNames.contains(where: name.hasPrefix) || name.contains("malloc") { return .allocator }
    let beginning = map.mappings.first { $0.file == mapping.file && $0.fileOffset == 0 && $0.isReadable }
    guard let beginning, let image = try? ELFImage(at: beginning, in: map, memory) else { return .allocator }
    for symbol in allocatorSymbols where (try? image.address(ofSymbol: symbol)) ?? nil != nil { return .allocator }
    return .other
  }

  /// Whether the thread may be borrowed.
  func permits(_ doing: BorrowedThread.Doing) -> Bool {
    let stack = doing.stack.rawValue
    // What lies below the stack's own mapping is a guard page, and behind it somebody else's memory.
    guard writable.contains(where: { $0.start &+ Self.stackRoom <= stack && stack < $0.end }) else { return false }
    let address = doing.instruction.rawValue
    guard let range = ranges.first(where: { $0.start <= address && address < $0.end }) else { return false }
    if doing.systemCall != nil { return doing.isWaiting && range.kind != .loader }
    return range.kind == .other
  }
}
