import Testing

@testable import LinuxProcess

struct MemoryMapTests {
  @Test func readsAnExecutableMapping() throws {
    let line = "7f0c1a2b3000-7f0c1a2b5000 r-xp 00001000 fe:01 1234567                    /usr/lib/libpython3.13.so.1.0"
    let mapping = try #require(MemoryMap(parsing: Array(line.utf8)).mappings.first)
    #expect(mapping.start == RemoteAddress(0x7f0c_1a2b_3000))
    #expect(mapping.end == RemoteAddress(0x7f0c_1a2b_5000))
    #expect(mapping.isExecutable)
    #expect(mapping.fileOffset == 0x1000)
    #expect(mapping.file == FileIdentity(major: 0xfe, minor: 1, inode: 1_234_567))
    #expect(mapping.path == "/usr/lib/libpython3.13.so.1.0")
    #expect(!mapping.isDeleted)
  }

  @Test(arguments: [
    ("", "", false),
    ("/opt/my python/bin/python3", "/opt/my python/bin/python3", false),
    ("/opt/two  blanks", "/opt/two  blanks", false),
    ("/usr/bin/python3.12 (deleted)", "/usr/bin/python3.12", true),
    ("/tmp/x (deleted) (deleted)", "/tmp/x (deleted)", true),
    ("/tmp/line\\012feed", "/tmp/line\\012feed", false),
    ("/tmp/кириллица 🦤", "/tmp/кириллица 🦤", false),
    ("[vdso]", "[vdso]", false),
    ("anon_inode:[perf_event]", "anon_inode:[perf_event]", false),
  ])
  func readsOddPaths(_ text: String, _ path: String, _ isDeleted: Bool) throws {
    let map = MemoryMap(parsing: Array("1000-2000 rw-p 00000000 00:00 0    \(text)\n3000-4000 r--p 0 0:0 0\n".utf8))
    #expect(map.mappings.count == 2)
    #expect(map.mappings.first?.path == path)
    #expect(map.mappings.first?.isDeleted == isDeleted)
  }

  @Test func readsAPathThatIsNotUnicode() {
    let line = Array("1000-2000 r-xp 00000000 00:01 7    /tmp/".utf8) + [0xff, 0xfe] + Array("/python".utf8)
    #expect(MemoryMap(parsing: line).mappings.map(\.path) == ["/tmp/\u{fffd}\u{fffd}/python"])
  }

  @Test(arguments: [
    "", "1000", "1000-2000", "1000-2000 r-xp 0 0:0", "1000-2000 r 0 0:0 0", "x-2000 r-xp 0 0:0 0",
    "1000-2000-3000 r-xp 0 0:0 0", "1000-2000 r-xp 0 00 0", "10000000000000000-2 r-xp 0 0:0 0",
    "1000-2000 r-xp 0 0:0 99999999999999999999",
  ])
  func leavesOutLinesOfAnotherForm(_ line: String) {
    #expect(MemoryMap(parsing: Array(line.utf8)).mappings.isEmpty)
  }

  @Test func listsTheMappingsOfThisProcess() throws {
    let map = try MemoryMap(of: .own)
    #expect(map.mappings.contains { $0.isExecutable && $0.path.hasPrefix("/") })
    #expect(map.mappings.allSatisfy { $0.start.rawValue < $0.end.rawValue })
  }

  @Test func saysThatThereIsNoSuchProcess() {
    #expect(throws: ProcessError.noSuchProcess(ProcessID(0x3fff_ffff))) {
      try MemoryMap(of: ProcessID(0x3fff_ffff))
    }
  }
}
