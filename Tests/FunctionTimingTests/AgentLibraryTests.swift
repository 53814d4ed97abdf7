import Foundation
import SeriemaTestSupport
import Testing

@testable import FunctionTiming

/// The agent loads into any process: it asks for nothing that Python has not already brought.
@Suite(.startsProcesses) struct AgentLibraryTests {
  private func readelf(_ options: String...) throws -> [Substring] {
    let folder = try ScratchFolder()
    let library = folder.path + "/agent.so"
    try Data(Base64.decode(EmbeddedAgent.library)).write(to: URL(filePath: library))
    let output = folder.path + "/output"
    let child = try ChildProcess(
      ["/usr/bin/readelf", "--wide"] + options + [library], environment: [:], directory: folder.path, output: output,
      errors: output + ".errors")
    #expect(child.wait() == .exited(0))
    return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
  }

  @Test func needsNoLibraryButLibc() throws {
    let needed = try readelf("--dynamic").filter { $0.contains("(NEEDED)") || $0.contains("(RUNPATH)") }
    #expect(needed.allSatisfy { $0.contains("[libc.so.6]") }, "\(needed)")
    #expect(try readelf("--version-info").joined().contains("No version information"))
  }

  @Test func exportsOnlyItsModuleAndWhatBorrowedThreadsCall() throws {
    let exported = try readelf("--dyn-syms").filter { $0.contains(" GLOBAL ") && !$0.contains(" UND ") }
    let names = exported.compactMap { $0.split(separator: " ").last }.filter { !$0.hasPrefix("_") }
    #expect(
      Set(names) == [
        "PyInit__seriema_agent", "seriema_borrowed_call", "seriema_borrowed_come", "seriema_borrowed_go",
        "seriema_borrowed_make_file", "seriema_borrowed_stack", "seriema_origin",
      ])
  }

  @Test func decodesBase64() {
    #expect(Base64.decode("") == [])
    #expect(Base64.decode("AA==") == [0])
    #expect(Base64.decode("+/8=") == [0xFB, 0xFF])
    #expect(Base64.decode("U2VyaWVtYQ==") == Array("Seriema".utf8))
  }
}
