import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

/// What it costs to find CPython in a build with debug information: a library of 100 MB.
@Suite(.measuresTime, .tags(.realPython))
struct LocatingCostTests {
  /// From nothing to the first stack.
  @Test func takesTheFirstSampleOfALargeLibraryWithinThirtyMilliseconds() throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation("3.13"), in: folder)
    try inflate(copy.object, in: folder)
    let program = try copy.start("sleeping.py")
    try expectCheapFirstSample(of: program.id)
  }

  /// Where nothing is exported, so that the file has to be asked.
  @Test func asksALargeFileForItsSectionsAlone() throws {
    let folder = try TemporaryFolder()
    let application = try StaticApplication(in: folder).executable
    try inflate(application, in: folder)
    let text = try String(contentsOfFile: PythonInstallation.program("sleeping.py"), encoding: .utf8)
    let program = try RunningProcess(application, [text])
    try program.waitForOutput("READY\n")
    try expectCheapFirstSample(of: program.id)
  }

  private func expectCheapFirstSample(of id: Int32) throws {
    var fewest = Int.max
    let isReached = try succeeds(within: 5) {
      let bytesBefore = try bytesRead()
      let start = ContinuousClock.now
      var reader = StackReader(try PythonRuntime(of: ProcessID(id)))
      try reader.read(at: 1)
      for index in 0..<reader.threadCount { reader.readUnexpected(index, at: 1) }
      let elapsed = ContinuousClock.now - start
      fewest = min(fewest, try bytesRead() - bytesBefore)
      try #require(reader.threadCount == 1)
      #expect(reader.outcome(0) == .complete)
      return elapsed < .milliseconds(30)
    }
    #expect(isReached)
    // The list of mappings, headers, and names of sections.
    #expect(fewest < 100_000)
  }

  /// Adds 80 MB that no program needs, as debug information is.
  private func inflate(_ object: URL, in folder: TemporaryFolder) throws {
    let ballast = folder.url.appending(path: "ballast")
    try Data(count: 80 << 20).write(to: ballast)
    let outcome = try RunningProcess(
      URL(filePath: "/usr/bin/objcopy"), ["--add-section", ".debug_ballast=\(ballast.path)", object.path]
    ).finish()
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    let size = try FileManager.default.attributesOfItem(atPath: object.path)[.size] as? Int
    try #require((size ?? 0) > 80 << 20)
  }

  /// Bytes that this thread has read from files so far; reading memory of another process is not among them.
  private func bytesRead() throws -> Int {
    let text = try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("rchar: ") })
    return try #require(Int(line.dropFirst("rchar: ".count)))
  }
}
