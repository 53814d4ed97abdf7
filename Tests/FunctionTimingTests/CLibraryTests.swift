import LinuxProcess
import Testing

@testable import FunctionTiming

struct CLibraryTests {
  /// As Alpine, Debian's package of musl, and glibc are mapped.
  @Test(arguments: [
    ("/lib/ld-musl-x86_64.so.1", true), ("/usr/lib/x86_64-linux-musl/libc.so", true),
    ("/usr/lib/x86_64-linux-gnu/libc.so.6", false), ("/usr/lib/libc-2.31.so", false),
  ])
  func tellsMuslFromGlibc(_ path: String, _ isMusl: Bool) {
    let line = "7f0000000000-7f0000001000 r--p 00000000 08:01 42                         \(path)\n"
    let map = MemoryMap(parsing: Array(line.utf8))
    #expect(map.mappings.count == 1)
    #expect(CLibrary.isMusl(map) == isMusl)
  }
}
