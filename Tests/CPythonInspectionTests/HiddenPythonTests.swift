import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

/// Cases 20 and 21 of the acceptance list: no file's name leads to CPython, or the file is gone.
@Suite(.tags(.realPython), .startsProcesses)
struct HiddenPythonTests {
  private static let sleeping = ["rest", "<module>"]

  @Test(arguments: PythonInstallation.sampled)
  func readsARenamedInterpreter(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let program = try CopiedPython(python, in: folder).start("sleeping.py")
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
  func readsAStrippedInterpreter(_ version: String) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation(version), in: folder)
    for file in [copy.object, copy.executable] {
      let strip = try RunningProcess(URL(filePath: "/usr/bin/strip"), [file.path]).finish()
      #expect(strip.status == .exited(0), "\(strip.error)")
    }
    let program = try copy.start("sleeping.py")
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: PythonInstallation.sampled)
  func readsAnInterpreterWhoseFilesAreGone(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(python, in: folder)
    let program = try copy.start("sleeping.py")
    try FileManager.default.removeItem(at: folder.url)
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  /// As an upgrade does: another version moves in under the same name.
  @Test(arguments: PythonInstallation.sampled)
  func readsAnInterpreterThatWasReplacedOnDisk(_ python: PythonInstallation) throws {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(python, in: folder)
    let program = try copy.start("sleeping.py")
    let other = PythonInstallation(python.version == "3.12" ? "3.13" : "3.12")
    let upgrade = folder.url.appending(path: "upgrade")
    let library = try #require(try other.library)
    try FileManager.default.copyItem(at: library, to: upgrade)
    #expect(rename(upgrade.path, copy.object.path) == 0)
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test func readsAVirtualEnvironmentOfCopiesThatWasDeleted() throws {
    let folder = try TemporaryFolder()
    let environment = folder.url.appending(path: "env")
    let made = try PythonInstallation("3.13").run(["-m", "venv", "--copies", "--without-pip", environment.path])
    try #require(made.status == .exited(0), "\(made.error)")
    let program = try RunningProcess(
      environment.appending(path: "bin/python"), [PythonInstallation.program("sleeping.py")])
    try program.waitForOutput("READY\n")
    try FileManager.default.removeItem(at: environment)
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
  func readsAProgramThatEmbedsASharedLibrary(_ version: String) throws {
    let folder = try TemporaryFolder()
    let application = folder.url.appending(path: "application")
    try CProgram.build("embedding.c", try PythonInstallation(version).embeddingFlags, into: application)
    let program = try start(application, [try text("sleeping.py")])
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  /// CPython is in the program, exports nothing, and is found by its section in the file, even when that is deleted.
  @Test(arguments: [false, true])
  func readsAProgramThatEmbedsAStaticLibraryAndExportsNothing(_ isDeleted: Bool) throws {
    let folder = try TemporaryFolder()
    let application = try StaticApplication(in: folder).executable
    let program = try start(application, [try text("sleeping.py")])
    if isDeleted { try FileManager.default.removeItem(at: folder.url) }
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
  func takesTheCopyThatIsInUse(_ version: String) throws {
    let folder = try TemporaryFolder()
    let application = folder.url.appending(path: "application")
    try CProgram.build("two_copies.c", ["-ldl"], into: application)
    let library = try #require(try PythonInstallation(version).library)
    let program = try start(
      application, [library.path, try text("sleeping.py")],
      environment: ["PYTHONHOME": try PythonInstallation(version).prefix.path])
    let copies = try MemoryMap(of: ProcessID(program.id)).mappings.filter {
      $0.path == library.path && $0.fileOffset == 0
    }
    #expect(copies.count == 2)
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: PythonInstallation.sampled)
  func isNotMisledByMappingsOfTheSameFile(_ python: PythonInstallation) throws {
    try withProgram("decoys.py", on: python) { program in
      let functions = try functions(of: program.id)
      #expect(functions == ["compare", "sort", "<module>"])
    }
  }

  // MARK: Newer than known

  /// The newest Python, with the next version's number.
  @Test func readsAnUnknownVersionLikeTheNewest() throws {
    let program = try newerPython { _ in }.start("sleeping.py")
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    #expect(runtime.isGuess)
    #expect(runtime.version == PythonVersion(3, 16))
    #expect(try functions(of: program.id) == Self.sleeping)
  }

  @Test(arguments: [
    ("thread_state.current_frame", 208, 80), ("interpreter_frame.executable", 328, 8),
    ("interpreter_state.threads_head", 72, 7320), ("type_object.tp_name", 488, 32),
  ])
  func doesNotBelieveATableThatLeadsNowhere(_ name: String, _ member: Int, _ wrong: UInt64) throws {
    let program = try newerPython { table in table.write(wrong, at: member) }.start("sleeping.py")
    #expect(throws: InspectionError.unprovenLayout(ProcessID(program.id), PythonVersion(3, 16)), "\(name)") {
      try PythonRuntime(of: ProcessID(program.id))
    }
  }

  /// A copy of 3.15 that calls itself 3.16, with whatever else is changed in the table of offsets.
  private func newerPython(_ change: (inout [UInt8]) -> Void) throws -> CopiedPython {
    let folder = try TemporaryFolder()
    let copy = try CopiedPython(PythonInstallation("3.15"), in: folder)
    try copy.renumber(to: [0xf0, 0, 16, 3])
    try copy.changeTable(change)
    kept.append(folder)
    return copy
  }

  private let kept = Kept()

  private final class Kept {
    private var folders: [TemporaryFolder] = []
    func append(_ folder: TemporaryFolder) { folders.append(folder) }
  }

  // MARK: Reading

  private func start(
    _ executable: URL, _ arguments: [String], environment: [String: String?] = [:]
  ) throws -> RunningProcess {
    let program = try RunningProcess(executable, arguments, environment: environment)
    try program.waitForOutput("READY\n")
    return program
  }

  private func text(_ program: String) throws -> String {
    try String(contentsOfFile: PythonInstallation.program(program), encoding: .utf8)
  }

  /// What its main thread runs, innermost first.
  private func functions(of id: Int32) throws -> [String] {
    var reader = StackReader(try PythonRuntime(of: ProcessID(id)))
    try reader.read(at: 1)
    let index = try #require((0..<reader.threadCount).first { reader.nativeThread($0) == id })
    reader.readUnexpected(index, at: 1)
    // It said so just before it went to rest.
    for attempt in 2..<UInt64(500) where reader.outcome(index) != .complete || reader.seenFrames(index).count < 2 {
      usleep(1000)
      try reader.read(at: attempt)
      reader.readUnexpected(index, at: attempt)
    }
    #expect(reader.outcome(index) == .complete)
    return reader.seenFrames(index).map(\.function)
  }
}

extension [UInt8] {
  fileprivate mutating func write(_ value: UInt64, at offset: Int) {
    for index in 0..<8 { self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
  }
}
