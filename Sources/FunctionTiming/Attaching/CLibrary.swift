internal import LinuxProcess

/// What a process's C library has that bringing the agent in takes.
struct CLibrary: Sendable {
  let open: RemoteAddress
  let error: RemoteAddress
  let errnoLocation: RemoteAddress
  let instructions: SystemCallInstructions

  init(of map: MemoryMap, _ memory: ProcessMemory) throws(AttachError) {
    if Self.isMusl(map) { throw .musl }
    let objects = map.mappings.filter { $0.fileOffset == 0 && $0.isReadable && Self.isCLibrary(Self.name($0)) }
    guard let library = objects.first(where: { Self.name($0).hasPrefix("libc") }) else {
      throw .noLoader(missing: "libc.so.6")
    }
    let images = objects.compactMap { try? ELFImage(at: $0, in: map, memory) }
    func find(_ symbol: String) throws(AttachError) -> RemoteAddress {
      for image in images {
        if let address = (try? image.address(ofSymbol: symbol)) ?? nil { return address }
      }
      throw .noLoader(missing: symbol)
    }
    open = try find("dlopen")
    error = try find("dlerror")
    errnoLocation = try find("__errno_location")
    let code = map.mappings.first { $0.file == library.file && $0.isExecutable }
    guard let code, let instructions = SystemCallInstructions(in: code, memory) else {
      throw .noLoader(missing: "rt_sigreturn")
    }
    self.instructions = instructions
  }

  /// Its loader and its library are one file, which bears either name; glibc's is `libc.so.6`.
  static func isMusl(_ map: MemoryMap) -> Bool {
    map.mappings.contains { name($0).hasPrefix("ld-musl") || name($0) == "libc.so" }
  }

  private static func name(_ mapping: MemoryMap.Mapping) -> String {
    mapping.path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Before glibc 2.34 `dlopen` is in a library of its own.
  private static func isCLibrary(_ name: String) -> Bool {
    name.hasPrefix("libc.so.6") || name.hasPrefix("libc-2.") || name.hasPrefix("libdl.so.2")
      || name.hasPrefix("libdl-2.")
  }
}
