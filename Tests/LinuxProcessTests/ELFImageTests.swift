import Foundation
import SeriemaTestSupport
import Synchronization
import Testing

@testable import LinuxProcess

/// ELF objects read out of memory: this process's own.
struct ELFImageTests {
  private let memory = ProcessMemory(of: .own)

  @Test func findsExportedSymbolsWhereTheLoaderFindsThem() throws {
    let map = try MemoryMap(of: .own)
    let mapping = try #require(map.mappings.first { $0.path.contains("/libc.so") && $0.fileOffset == 0 })
    let image = try ELFImage(at: mapping, in: map, memory)
    for name in ["getpid", "environ", "qsort", "stdout"] {
      let address = dlsym(nil, name).map { UInt64(UInt(bitPattern: $0)) }
      #expect(try image.address(ofSymbol: name)?.rawValue == address, "\(name)")
    }
    for name in ["", "no such symbol", "getpi", "getpid_"] {
      #expect(try image.address(ofSymbol: name) == nil, "\(name)")
    }
    let variable = try #require(try image.address(ofSymbol: "stdout"))
    #expect(image.writableRanges.contains { variable.rawValue &- $0.start.rawValue < $0.count })
  }

  @Test(arguments: ["sysv", "gnu"])
  func usesEitherKindOfHashTable(_ style: String) throws {
    let library = try LoadedLibrary(hash: style)
    let image = try ELFImage(at: library.mapping, in: library.map, memory)
    for index in [0, 7, 99] {
      let name = "exported_\(index)"
      #expect(try image.address(ofSymbol: name)?.rawValue == library.address(of: name), "\(name)")
    }
    #expect(try image.address(ofSymbol: "hidden") == nil)
    #expect(try image.address(ofSymbol: "malloc") == nil)
  }

  /// As musl leaves it in memory: addresses in the tables are without the bias.
  @Test(arguments: ["sysv", "gnu"])
  func readsTablesThatTheLoaderDidNotRelocate(_ style: String) throws {
    let bytes = try LoadedLibrary.copy(hash: style)
    let library = try LoadedLibrary(hash: style)
    let start = library.mapping.start.rawValue
    try bytes.withUnsafeBytes { buffer in
      let copy = UInt64(UInt(bitPattern: buffer.baseAddress!))
      let mapping = MemoryMap.Mapping(start: copy, count: UInt64(buffer.count))
      let image = try ELFImage(at: mapping, in: MemoryMap(mappings: [mapping]), memory)
      let loaded = try #require(library.address(of: "exported_7"))
      #expect(try image.address(ofSymbol: "exported_7")?.rawValue == copy + (loaded - start))
    }
  }

  @Test func refusesWhatIsNoObject() throws {
    let map = try MemoryMap(of: .own)
    let heap = try #require(map.mappings.first { $0.path == "[stack]" })
    #expect(throws: ELFError.notELF) { try ELFImage(at: heap, in: map, memory) }
  }

  @Test(arguments: ["sysv", "gnu"], Seeds.fresh(200))
  func readsBrokenObjectsOrRefusesThem(_ style: String, _ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = try LoadedLibrary.copy(hash: style)
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      // Headers and tables are where the numbers are; one place in two lies there.
      let place = Int.random(in: Bool.random(using: &random) ? 16..<bytes.count : 16..<0x800, using: &random)
      bytes[place] = [0, 0xff, 0x7f, 0x80, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)!
    }
    bytes.withUnsafeBytes { buffer in
      let start = UInt64(UInt(bitPattern: buffer.baseAddress!))
      let mapping = MemoryMap.Mapping(start: start, count: UInt64(buffer.count))
      do throws(ELFError) {
        let image = try ELFImage(at: mapping, in: MemoryMap(mappings: [mapping]), memory)
        for name in ["", "exported_7", "_PyRuntime"] { _ = try image.address(ofSymbol: name) }
        _ = image.writableRanges
      } catch {
        // An error is as good as an answer; a trap would have ended the run.
      }
    }
  }
}

extension MemoryMap {
  fileprivate init(mappings: [Mapping]) {
    self.init(parsing: [])
    self.mappings = mappings
  }
}

extension MemoryMap.Mapping {
  fileprivate init(start: UInt64, count: UInt64) {
    self.init(
      start: RemoteAddress(start), end: RemoteAddress(start + count), isReadable: true, isWritable: true,
      isExecutable: true, fileOffset: 0, file: FileIdentity(major: 0, minor: 0, inode: 1), path: "/x", isDeleted: false)
  }
}

/// A small library with a hundred exports and a hash table of the wanted kind, loaded into this process.
private struct LoadedLibrary {
  let handle: UnsafeMutableRawPointer
  let map: MemoryMap
  let mapping: MemoryMap.Mapping

  init(hash: String) throws {
    let folder = try TemporaryFolder()
    let file = try Self.build(hash, in: folder)
    handle = try #require(dlopen(file.path, RTLD_NOW))
    map = try MemoryMap(of: .own)
    mapping = try #require(map.mappings.first { $0.path == file.path && $0.fileOffset == 0 })
  }

  func address(of name: String) -> UInt64? {
    dlsym(handle, name).map { UInt64(UInt(bitPattern: $0)) }
  }

  /// Its file, which is laid out as in memory up to the variables.
  static func copy(hash: String) throws -> [UInt8] {
    if let known = copies.withLock({ $0[hash] }) { return known }
    let folder = try TemporaryFolder()
    let bytes = [UInt8](try Data(contentsOf: try build(hash, in: folder)))
    copies.withLock { $0[hash] = bytes }
    return bytes
  }

  private static let copies = Mutex<[String: [UInt8]]>([:])

  private static func build(_ hash: String, in folder: TemporaryFolder) throws -> URL {
    let functions = (0..<100).map { "int exported_\($0)(void) { return \($0); }\n" }.joined()
    let source = try folder.write(
      functions + "__attribute__((visibility(\"hidden\"))) int hidden(void) { return 1; }\n", to: "library.c")
    let file = folder.url.appending(path: "library.so")
    // Addresses in it are places in the file, so that the file is also an image of the memory.
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/cc"),
      ["-shared", "-fPIC", "-nostdlib", "-Wl,--hash-style=\(hash)", "-o", file.path, source.path]
    ).finish()
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    return file
  }
}
