import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

struct ELFFileTests {
  @Test func findsSectionsAndExportedSymbols() throws {
    let mapping = try #require(MemoryMap(of: .own).mappings.first { $0.path.contains("/libc.so") })
    let file = try Descriptor(readingFrom: mapping.path)
    let elf = try ELFFile(file)
    #expect(elf.section(named: ".text") != nil)
    #expect(elf.section(named: ".no such section") == nil)
    #expect(!elf.isFixed)
    #expect(try elf.address(ofSymbol: "no such symbol", in: file) == nil)
    #expect(try elf.address(ofSymbol: "getpi", in: file) == nil)
    let function = try #require(try elf.address(ofSymbol: "getpid", in: file))
    #expect(elf.segments.contains { $0.address <= function && function < $0.address + $0.size })
  }

  @Test(arguments: [
    [], [0x7f], Array("#!/bin/sh\n".utf8), [0x7f, 0x45, 0x4c, 0x46, 1, 1] + [UInt8](repeating: 0, count: 64),
  ])
  func refusesOtherFiles(_ bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    #expect(throws: ELFError.notELF) { try read(bytes, in: folder) }
  }

  @Test func givesAnErrorForAFolder() throws {
    let folder = try Descriptor(readingFrom: "/tmp")
    #expect(throws: ELFError.process(.system(call: "pread", errno: EISDIR))) { try ELFFile(folder) }
  }

  @Test(arguments: Seeds.fresh(150))
  func readsBrokenFilesOrRefusesThem(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = Self.whole
    // The file's header, its segments and its sections are where the numbers are; one place in two lies there.
    let sectionTable = bytes[40..<48].reversed().reduce(0) { $0 << 8 | Int($1) }
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let places = [0..<bytes.count, 16..<64, 64..<(64 + 56 * 8), sectionTable..<bytes.count]
      let place = Int.random(in: places.randomElement(using: &random)!, using: &random)
      bytes[place] = [0, 0xff, 0x7f, 0x80, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)!
    }
    if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
    let folder = try TemporaryFolder()
    do {
      try read(bytes, in: folder)
    } catch is ELFError {
      // An error is as good as an answer; a trap would have ended the run.
    }
    _ = seed
  }

  private static let whole = [UInt8](try! Data(contentsOf: URL(filePath: "/bin/true")))

  private func read(_ bytes: [UInt8], in folder: TemporaryFolder) throws {
    let url = folder.url.appending(path: "file")
    try Data(bytes).write(to: url)
    let file = try Descriptor(readingFrom: url.path)
    let elf = try ELFFile(file)
    _ = elf.section(named: ".dynsym")
    for symbol in ["", "main", "_PyRuntime", "Py_Version"] {
      _ = try elf.address(ofSymbol: symbol, in: file)
      _ = try elf.address(ofHiddenSymbol: symbol, in: file)
    }
  }
}

/// Symbols that are not exported, as in a program that has CPython inside.
struct HiddenSymbolTests {
  @Test func findsASymbolThatIsNotExportedUntilItIsStripped() throws {
    let folder = try TemporaryFolder()
    // Names that end like the wanted one, before it and behind it, may share its text.
    let source = try folder.write(
      """
      int other_wanted = 1;
      __attribute__((visibility("hidden"))) int wanted = 2;
      int wanted_other = 3;
      int main(void) { return wanted; }
      """, to: "program.c")
    let program = folder.url.appending(path: "program").path
    func run(_ tool: String, _ arguments: [String]) throws {
      #expect(try RunningProcess(URL(filePath: tool), arguments).finish().status == .exited(0))
    }
    func address() throws -> UInt64? {
      let file = try Descriptor(readingFrom: program)
      return try ELFFile(file).address(ofHiddenSymbol: "wanted", in: file)
    }
    try run("/usr/bin/cc", ["-o", program, source.path])
    let listed = try RunningProcess(URL(filePath: "/usr/bin/nm"), [program]).finish().text
    let line = try #require(listed.split(separator: "\n").first { $0.hasSuffix(" wanted") })
    #expect(try address() == UInt64(line.prefix { $0 != " " }, radix: 16))
    try run("/usr/bin/strip", [program])
    #expect(try address() == nil)
  }
}
