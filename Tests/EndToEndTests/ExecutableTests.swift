import Foundation
import SeriemaTestSupport
import Testing

/// The release build is one file: it starts where no Swift is installed.
@Suite(.startsProcesses) struct ExecutableTests {
  @Test func needsNoLibraryOfSwift() throws {
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/readelf"), ["--wide", "--dynamic", SeriemaExecutable.url.path]
    ).finish()
    #expect(outcome.status == .exited(0))
    let needed = Set(
      outcome.text.split(separator: "\n").filter { $0.contains("(NEEDED)") }.compactMap {
        $0.split(separator: "[").last?.split(separator: "]").first.map(String.init)
      })
    #expect(needed.contains("libc.so.6"))
    #expect(
      needed.subtracting(["libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2"]).isEmpty)
  }
}
