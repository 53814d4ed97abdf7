import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

/// Where CPython is in a process, compared with what the interpreter itself knows.
@Suite(.tags(.realPython), .startsProcesses)
struct RuntimeLocatorTests {
  @Test(arguments: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
  func findsVersionAndAddress(_ version: String) throws {
    let script = Repository.root.appending(path: "Tests/CPythonInspectionTests/Programs/runtime_address.py").path
    let program = try RunningProcess(PythonInstallation(version).executable, [script])
    try program.waitForOutput("READY\n")
    let words = program.outputSoFar.split(whereSeparator: \.isWhitespace)
    let place = try RuntimeLocator(ProcessID(program.id)).locate()
    #expect(place.version == PythonVersion(hexadecimal: try #require(UInt32(words[0], radix: 16))))
    #expect(place.address.rawValue == UInt64(words[1], radix: 16))
    #expect(place.publishesOffsets == (place.version >= PythonVersion(3, 13, 0)))
    #expect(!place.isFreeThreaded)
  }

  /// Renamed, stripped and deleted at once: nothing but memory is left to ask.
  @Test(arguments: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
  func findsVersionAndAddressWithoutAnyFile(_ version: String) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation(version), in: folder)
    for file in [copy.object, copy.executable] {
      let strip = try RunningProcess(URL(filePath: "/usr/bin/strip"), [file.path]).finish()
      #expect(strip.status == .exited(0), "\(strip.error)")
    }
    let script = Repository.root.appending(path: "Tests/CPythonInspectionTests/Programs/runtime_address.py").path
    let program = try RunningProcess(copy.executable, [script], environment: copy.environment)
    try program.waitForOutput("READY\n")
    try FileManager.default.removeItem(at: folder.url)
    let words = program.outputSoFar.split(whereSeparator: \.isWhitespace)
    let place = try RuntimeLocator(ProcessID(program.id)).locate()
    #expect(place.version == PythonVersion(hexadecimal: try #require(UInt32(words[0], radix: 16))))
    #expect(place.address.rawValue == UInt64(words[1], radix: 16))
  }

  @Test(arguments: ["2.7", "3.6", "3.7"])
  func tellsAnOldPythonFromNone(_ version: String) throws {
    let program = try RunningProcess(
      PythonInstallation(version).executable,
      ["-c", "import sys, time; print('%d.%d.%d' % sys.version_info[:3]); sys.stdout.flush(); time.sleep(3600)"])
    try program.waitForOutput("\n")
    #expect {
      try RuntimeLocator(ProcessID(program.id)).locate()
    } throws: { error in
      guard case .tooOld(_, let found?, _) = error as? InspectionError else { return false }
      return found.description + "\n" == program.outputSoFar
    }
  }

  @Test func findsNoPythonInAnotherProgram() throws {
    let sleep = try RunningProcess(URL(filePath: "/bin/sleep"), ["60"])
    let id = ProcessID(sleep.id)
    var found: InspectionError?
    // It may not yet be the program that it will be.
    for _ in 0..<1000 {
      do throws(InspectionError) {
        _ = try RuntimeLocator(id).locate()
      } catch {
        found = error
      }
      if case .notPython(id, let path) = found, path.hasSuffix("sleep") { return }
      usleep(1000)
    }
    Issue.record("\(String(describing: found))")
  }

  /// Lists and stacks change under every look; what cannot be read then is an outcome, and no error.
  @Test(arguments: PythonInstallation.sampled)
  func findsTheSameTwoHundredTimesWhileThreadsStartAndEnd(_ python: PythonInstallation) throws {
    try withProgram("thread_storm.py", on: python) { program in
      let address = try RuntimeLocator(ProcessID(program.id)).locate().address
      var whole = 0
      for attempt in 1...UInt64(200) {
        let runtime = try PythonRuntime(of: ProcessID(program.id))
        #expect(runtime.address == address)
        var reader = StackReader(runtime)
        try reader.read(at: attempt)
        for index in 0..<reader.threadCount {
          reader.readUnexpected(index, at: attempt)
          if reader.outcome(index) == .complete { whole += 1 }
        }
      }
      #expect(whole > 100)
    }
  }

  @Test func saysThatNoInterpreterWasStarted() throws {
    let python = PythonInstallation("3.13")
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "application")
    try CProgram.build("embedding.c", try python.embeddingFlags, into: output)
    let program = try RunningProcess(output, ["--loaded-only"])
    try program.waitForOutput("READY\n")
    #expect {
      try PythonRuntime(of: ProcessID(program.id))
    } throws: { error in
      guard case .notStarted(_, let version?) = error as? InspectionError else { return false }
      return version.description == (try? python.release)
    }
  }
}

extension PythonInstallation {
  /// Major, minor and micro version.
  fileprivate var release: String {
    get throws { try run(["-c", "import sys; print(sys.version.split()[0], end='')"]).text }
  }
}
