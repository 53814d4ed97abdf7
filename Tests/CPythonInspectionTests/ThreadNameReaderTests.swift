import CPythonInspection
import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

/// Names of threads of live programs, compared with what `threading` says.
@Suite(.tags(.realPython), .startsProcesses)
struct ThreadNameReaderTests {
  @Test(arguments: PythonInstallation.required + [PythonInstallation("3.11")], [true, false])
  func readsTheNamesThatThreadingGives(_ python: PythonInstallation, _ fromTheStart: Bool) throws {
    let program = try python.converse("named_threads.py", [])
    var line = program.nextLine()
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    var stacks = StackReader(runtime)
    var names = ThreadNameReader(runtime)
    var counts: [Int] = []
    while let report = line {
      let expected = try JSONDecoder().decode([Int: String].self, from: Data(report.utf8))
      try stacks.read(at: UInt64(counts.count + 1) * 1_000_000)
      let threads = (0..<stacks.threadCount).map { stacks.address($0) }
      let found = names.names(of: threads, fromTheStart: fromTheStart || counts.isEmpty)
      var seen: [Int: String] = [:]
      for index in 0..<stacks.threadCount { seen[Int(stacks.nativeThread(index))] = found[stacks.address(index)] }
      #expect(seen == expected)
      counts.append(seen.count)
      program.goOn()
      line = program.nextLine()
    }
    #expect(counts == [11, 12, 1])
  }

  @Test(arguments: PythonInstallation.required)
  func findsNoNamesWhereThreadingIsNotImported(_ python: PythonInstallation) throws {
    // Written so that nothing imports threading: the names are missing, and nothing else happens.
    let program = try Conversation(
      python.executable, ["-I", "-S", "-c", "import os\nos.write(1, b'x\\n')\nos.read(0, 1)"])
    _ = try #require(program.nextLine())
    let runtime = try PythonRuntime(of: ProcessID(program.id))
    var stacks = StackReader(runtime)
    try stacks.read(at: 1)
    var names = ThreadNameReader(runtime)
    #expect(names.names(of: [stacks.address(0)], fromTheStart: true) == [:])
  }
}
